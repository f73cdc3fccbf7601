package main

import (
	"go/ast"
	"go/token"
	"math"
	"strconv"
)

// value is what an expression of constants comes to: a string, a float64 or a bool.
func (in *source) value(expression ast.Expr) (any, bool) {
	switch found := bare(expression).(type) {
	case *ast.BasicLit:
		return literal(found)
	case *ast.Ident:
		switch found.Name {
		case "true", "false":
			return found.Name == "true", true
		}
		if constant := in.values[found.Name]; constant != nil {
			return in.value(constant)
		}
	case *ast.SelectorExpr:
		limits := map[string]float64{"MaxInt32": math.MaxInt32, "MaxInt64": math.MaxInt64, "MinInt32": math.MinInt32}
		limit, ok := limits[found.Sel.Name]
		return limit, ok && name(found.X) == "math"
	case *ast.CallExpr: // a conversion, as in string(Standard)
		if len(found.Args) == 1 && in.functions[name(found.Fun)] == nil {
			return in.value(found.Args[0])
		}
	case *ast.BinaryExpr:
		return in.binary(found)
	}
	if negative, ok := expression.(*ast.UnaryExpr); ok && negative.Op == token.SUB {
		return nil, false
	}
	return nil, false
}

func literal(found *ast.BasicLit) (any, bool) {
	switch found.Kind {
	case token.STRING:
		text, err := strconv.Unquote(found.Value)
		return text, err == nil
	case token.INT, token.FLOAT:
		number, err := strconv.ParseFloat(found.Value, 64)
		return number, err == nil
	}
	return nil, false
}

func (in *source) binary(found *ast.BinaryExpr) (any, bool) {
	left, ok := in.value(found.X)
	right, known := in.value(found.Y)
	if !ok || !known {
		return nil, false
	}
	if text, ok := left.(string); ok {
		more, ok := right.(string)
		return text + more, ok && found.Op == token.ADD
	}
	one, ok := left.(float64)
	other, known := right.(float64)
	if !ok || !known {
		return nil, false
	}
	switch found.Op {
	case token.ADD:
		return one + other, true
	case token.SUB:
		return one - other, true
	case token.MUL:
		return one * other, true
	}
	return nil, false
}

// number is a constant number, which may be negative.
func (in *source) number(expression ast.Expr) (float64, bool) {
	if negative, ok := expression.(*ast.UnaryExpr); ok && negative.Op == token.SUB {
		value, ok := in.number(negative.X)
		return -value, ok
	}
	value, ok := in.value(expression)
	number, known := value.(float64)
	return number, ok && known
}

func (in *source) text(expression ast.Expr) (string, bool) {
	value, ok := in.value(expression)
	text, known := value.(string)
	return text, ok && known
}

func (in *source) yes(expression ast.Expr) bool {
	value, _ := in.value(expression)
	return value == true
}

// list is a list of constants, all of which must be known.
func (in *source) list(expression ast.Expr) ([]any, bool) {
	if constant := in.values[name(expression)]; constant != nil {
		return in.list(constant)
	}
	made, ok := bare(expression).(*ast.CompositeLit)
	if !ok {
		return nil, false
	}
	found := []any{}
	for _, each := range made.Elts {
		value, ok := in.value(each)
		if number, is := in.number(each); is {
			value, ok = number, true
		}
		if !ok {
			return nil, false
		}
		found = append(found, value)
	}
	return found, true
}
