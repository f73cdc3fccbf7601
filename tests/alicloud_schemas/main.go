// Command alicloudschemas prints, as JSON, what the schemas of terraform-provider-alicloud say of every resource's arguments: which
// force a new object, and what their values are held to. It reads the provider's source as syntax and runs nothing of it.
//
//	alicloudschemas FOLDER    where FOLDER has the provider's package, `alicloud` in its repository
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
)

// A Resource is what a schema says of a resource.
type Resource struct {
	File        string            `json:"file"`
	Fields      map[string]*Field `json:"fields"`
	Conditional []string          `json:"conditional,omitempty"` // arguments that its CustomizeDiff may have force a new object
	Opaque      bool              `json:"opaque,omitempty"`      // not all of it could be read
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: alicloudschemas FOLDER")
		os.Exit(2)
	}
	found, err := load(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if err := out.Encode(resources(found)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// resources reads every entry of the provider's ResourcesMap.
func resources(in *source) map[string]*Resource {
	found := map[string]*Resource{}
	for _, function := range in.functions {
		ast.Inspect(function, func(node ast.Node) bool {
			entry, ok := node.(*ast.KeyValueExpr)
			if !ok || name(entry.Key) != "ResourcesMap" {
				return true
			}
			table, ok := entry.Value.(*ast.CompositeLit)
			if !ok {
				return true
			}
			for _, each := range table.Elts {
				row := each.(*ast.KeyValueExpr)
				key, _ := in.text(row.Key)
				if call, ok := row.Value.(*ast.CallExpr); ok {
					if body := in.functions[name(call.Fun)]; body != nil {
						found[key] = in.resource(body)
					}
				}
			}
			return false
		})
	}
	return found
}

// resource reads what a function returns that makes a resource.
func (in *source) resource(function *ast.FuncDecl) *Resource {
	found := &Resource{File: filepath.Base(in.files.Position(function.Pos()).Filename)}
	here := in.scope(function)
	made, ok := here.result().(*ast.CompositeLit)
	if !ok {
		found.Opaque = true
		return found
	}
	for _, each := range made.Elts {
		entry := each.(*ast.KeyValueExpr)
		switch name(entry.Key) {
		case "Schema":
			found.Fields, ok = here.fields(entry.Value)
			found.Opaque = !ok
		case "CustomizeDiff":
			found.Conditional = append(found.Conditional, in.forced(entry.Value)...)
		}
	}
	return found
}

// forced lists the arguments that a CustomizeDiff names where it forces a new object.
func (in *source) forced(expression ast.Expr) []string {
	var found []string
	var node ast.Node = expression
	if function := in.functions[name(expression)]; function != nil {
		node = function
	}
	ast.Inspect(node, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch name(call.Fun) {
		case "ForceNew", "ForceNewIf", "ForceNewIfChange":
			if text, ok := in.text(call.Args[0]); ok {
				found = append(found, text)
			}
		}
		return true
	})
	return found
}
