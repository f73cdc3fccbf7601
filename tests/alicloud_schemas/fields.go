package main

import "go/ast"

// A Field is what a schema says of an argument.
type Field struct {
	Type       string            `json:"type,omitempty"` // Terraform's: String, Int, Bool, Float, List, Set, Map
	Required   bool              `json:"required,omitempty"`
	Optional   bool              `json:"optional,omitempty"`
	Computed   bool              `json:"computed,omitempty"`
	ForceNew   bool              `json:"forceNew,omitempty"`
	Suppressed bool              `json:"suppressed,omitempty"` // some of its differences are none
	Default    any               `json:"default,omitempty"`
	MinItems   float64           `json:"minItems,omitempty"`
	MaxItems   float64           `json:"maxItems,omitempty"`
	Conflicts  []any             `json:"conflicts,omitempty"`
	Needs      []any             `json:"needs,omitempty"`
	OneOf      []any             `json:"oneOf,omitempty"`
	AnyOf      []any             `json:"anyOf,omitempty"`
	Rules      []Rule            `json:"rules,omitempty"`
	Elem       *Field            `json:"elem,omitempty"`   // of a list, set or map of plain values
	Fields     map[string]*Field `json:"fields,omitempty"` // of a list or set of objects
	Gone       bool              `json:"gone,omitempty"`   // deprecated, or removed
	Opaque     bool              `json:"opaque,omitempty"` // not all of it could be read
}

// fields reads a map of schemas; false where not all of it could be read.
func (here *scope) fields(expression ast.Expr) (map[string]*Field, bool) {
	found := map[string]*Field{}
	switch given := bare(expression).(type) {
	case *ast.CompositeLit:
		for _, each := range given.Elts {
			entry := each.(*ast.KeyValueExpr)
			if key, ok := here.text(entry.Key); ok {
				found[key] = here.field(entry.Value)
			}
		}
		return found, true
	case *ast.Ident:
		value := here.local[given.Name]
		if value == nil {
			value = here.values[given.Name]
		}
		if value == nil {
			return found, false
		}
		found, ok := here.fields(value)
		for _, entry := range here.added[given.Name] {
			if key, known := here.text(entry.Key); known {
				found[key] = here.field(entry.Value)
			}
		}
		return found, ok
	case *ast.CallExpr:
		if function := here.functions[name(given.Fun)]; function != nil {
			inner := here.scope(function)
			statements := function.Body.List
			if returned, ok := statements[len(statements)-1].(*ast.ReturnStmt); ok && len(returned.Results) == 1 {
				return inner.fields(returned.Results[0])
			}
		}
	}
	return found, false
}

// field reads the schema of an argument, or of the elements of one.
func (here *scope) field(expression ast.Expr) *Field {
	switch given := bare(expression).(type) {
	case *ast.CompositeLit:
		found := &Field{}
		for _, each := range given.Elts {
			if entry, ok := each.(*ast.KeyValueExpr); ok {
				here.attribute(found, name(entry.Key), entry.Value)
			}
		}
		return found
	case *ast.CallExpr:
		if function := here.functions[name(given.Fun)]; function != nil {
			inner := here.scope(function)
			if result := inner.result(); result != nil {
				return inner.field(result)
			}
		}
	case *ast.Ident:
		for _, value := range []ast.Expr{here.local[given.Name], here.values[given.Name]} {
			if value != nil {
				return here.field(value)
			}
		}
	}
	return &Field{Opaque: true}
}

func (here *scope) attribute(found *Field, called string, value ast.Expr) {
	switch called {
	case "Type":
		found.Type = name(value)[len("Type"):]
	case "Required":
		found.Required = here.yes(value)
	case "Optional":
		found.Optional = here.yes(value)
	case "Computed":
		found.Computed = here.yes(value)
	case "ForceNew":
		found.ForceNew = here.yes(value)
	case "DiffSuppressFunc", "StateFunc", "DiffSuppressOnRefresh":
		found.Suppressed = true
	case "Removed", "Deprecated":
		found.Gone = true
	case "Default":
		found.Default, _ = here.value(value)
	case "MinItems":
		found.MinItems, _ = here.number(value)
	case "MaxItems":
		found.MaxItems, _ = here.number(value)
	case "ConflictsWith":
		found.Conflicts, _ = here.list(value)
	case "RequiredWith":
		found.Needs, _ = here.list(value)
	case "ExactlyOneOf":
		found.OneOf, _ = here.list(value)
	case "AtLeastOneOf":
		found.AnyOf, _ = here.list(value)
	case "ValidateFunc":
		found.Rules = here.rules(value)
	case "Elem":
		here.element(found, value)
	}
}

// element reads what a list, set or map is made of.
func (here *scope) element(found *Field, value ast.Expr) {
	if call, ok := value.(*ast.CallExpr); ok {
		if function := here.functions[name(call.Fun)]; function != nil {
			inner := here.scope(function)
			inner.element(found, inner.result())
			return
		}
	}
	made, ok := bare(value).(*ast.CompositeLit)
	if !ok {
		found.Opaque = found.Opaque || name(value) == "" // schema.TypeString is a form for plain elements
		return
	}
	if name(made.Type) != "Resource" {
		found.Elem = here.field(made)
		return
	}
	for _, each := range made.Elts {
		if entry := each.(*ast.KeyValueExpr); name(entry.Key) == "Schema" {
			inner, ok := here.fields(entry.Value)
			found.Fields, found.Opaque = inner, found.Opaque || !ok
		}
	}
}
