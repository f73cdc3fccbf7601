package main

import "go/ast"

// A Rule is one thing that a value is held to.
type Rule struct {
	Kind    string   `json:"kind"` // among, range, length, pattern, json, cidr
	Among   []any    `json:"among,omitempty"`
	Any     bool     `json:"anyCase,omitempty"`
	Least   *float64 `json:"least,omitempty"`
	Most    *float64 `json:"most,omitempty"`
	Pattern string   `json:"pattern,omitempty"`
}

// rules reads a ValidateFunc: what it is not known to say says nothing.
func (here *scope) rules(expression ast.Expr) []Rule {
	switch name(expression) {
	case "StringIsJSON", "ValidateJsonString", "validateJsonString":
		return []Rule{{Kind: "json"}}
	case "validateCIDRNetworkAddress":
		return []Rule{{Kind: "cidr"}}
	}
	call, ok := expression.(*ast.CallExpr)
	if !ok {
		return nil
	}
	switch name(call.Fun) {
	case "All":
		var found []Rule
		for _, each := range call.Args {
			found = append(found, here.rules(each)...)
		}
		return found
	case "Any":
		return here.either(call.Args)
	case "StringInSlice", "IntInSlice":
		if among, ok := here.list(call.Args[0]); ok && len(among) > 0 {
			return []Rule{{Kind: "among", Among: among, Any: len(call.Args) > 1 && here.yes(call.Args[1])}}
		}
	case "IntBetween", "FloatBetween":
		return here.bounded("range", call.Args[0], call.Args[1])
	case "IntAtLeast", "FloatAtLeast":
		return here.bounded("range", call.Args[0], nil)
	case "IntAtMost", "FloatAtMost":
		return here.bounded("range", nil, call.Args[0])
	case "StringLenBetween":
		return here.bounded("length", call.Args[0], call.Args[1])
	case "StringLenAtLeast":
		return here.bounded("length", call.Args[0], nil)
	case "StringMatch":
		return here.matched(call)
	}
	return nil
}

func (here *scope) bounded(kind string, least, most ast.Expr) []Rule {
	found := Rule{Kind: kind}
	for _, each := range []struct {
		given ast.Expr
		into  **float64
	}{{least, &found.Least}, {most, &found.Most}} {
		if each.given == nil {
			continue
		}
		number, ok := here.number(each.given)
		if !ok {
			return nil
		}
		*each.into = &number
	}
	return []Rule{found}
}

func (here *scope) matched(call *ast.CallExpr) []Rule {
	compiled, ok := call.Args[0].(*ast.CallExpr)
	if !ok || name(compiled.Fun) != "MustCompile" {
		return nil
	}
	pattern, ok := here.text(compiled.Args[0])
	if !ok {
		return nil
	}
	return []Rule{{Kind: "pattern", Pattern: pattern}}
}

const mostListed = 100

// either joins lists and short ranges of whole numbers to one list; of other alternatives nothing is known.
func (here *scope) either(alternatives []ast.Expr) []Rule {
	joined := Rule{Kind: "among"}
	for _, each := range alternatives {
		found := here.rules(each)
		if len(found) != 1 {
			return nil
		}
		switch rule := found[0]; {
		case rule.Kind == "among" && !rule.Any:
			joined.Among = append(joined.Among, rule.Among...)
		case rule.Kind == "range" && rule.Least != nil && rule.Most != nil && *rule.Most-*rule.Least < mostListed:
			for number := *rule.Least; number <= *rule.Most; number++ {
				joined.Among = append(joined.Among, number)
			}
		default:
			return nil
		}
	}
	return []Rule{joined}
}
