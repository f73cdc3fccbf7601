package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

// A source is the syntax of a package: its functions, constants and variables by name.
type source struct {
	files     *token.FileSet
	functions map[string]*ast.FuncDecl
	values    map[string]ast.Expr
}

// load parses a folder's files, without its tests.
func load(folder string) (*source, error) {
	in := &source{files: token.NewFileSet(), functions: map[string]*ast.FuncDecl{}, values: map[string]ast.Expr{}}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		called := entry.Name()
		if !strings.HasSuffix(called, ".go") || strings.HasSuffix(called, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(in.files, filepath.Join(folder, called), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, declaration := range file.Decls {
			in.declare(declaration)
		}
	}
	return in, nil
}

func (in *source) declare(declaration ast.Decl) {
	switch found := declaration.(type) {
	case *ast.FuncDecl:
		if found.Recv == nil && found.Body != nil {
			in.functions[found.Name.Name] = found
		}
	case *ast.GenDecl:
		for _, each := range found.Specs {
			if values, ok := each.(*ast.ValueSpec); ok {
				for index, value := range values.Values {
					in.values[values.Names[index].Name] = value
				}
			}
		}
	}
}

// A scope is a function's: what its variables were given, and which keys were added to them afterwards.
type scope struct {
	*source
	function *ast.FuncDecl
	local    map[string]ast.Expr
	added    map[string][]*ast.KeyValueExpr
}

func (in *source) scope(function *ast.FuncDecl) *scope {
	found := &scope{in, function, map[string]ast.Expr{}, map[string][]*ast.KeyValueExpr{}}
	for _, statement := range function.Body.List {
		assigned, ok := statement.(*ast.AssignStmt)
		if !ok || len(assigned.Lhs) != 1 || len(assigned.Rhs) != 1 {
			continue
		}
		switch left := assigned.Lhs[0].(type) {
		case *ast.Ident:
			found.local[left.Name] = assigned.Rhs[0]
		case *ast.IndexExpr:
			entry := &ast.KeyValueExpr{Key: left.Index, Value: assigned.Rhs[0]}
			found.added[name(left.X)] = append(found.added[name(left.X)], entry)
		}
	}
	return found
}

// result is what the function returns last, without an address taken of it.
func (here *scope) result() ast.Expr {
	statements := here.function.Body.List
	returned, ok := statements[len(statements)-1].(*ast.ReturnStmt)
	if !ok || len(returned.Results) == 0 {
		return nil
	}
	if variable, ok := returned.Results[0].(*ast.Ident); ok {
		if value := here.local[variable.Name]; value != nil {
			return bare(value)
		}
	}
	return bare(returned.Results[0])
}

// bare leaves out an address taken and parentheses.
func bare(expression ast.Expr) ast.Expr {
	switch found := expression.(type) {
	case *ast.UnaryExpr:
		return bare(found.X)
	case *ast.ParenExpr:
		return bare(found.X)
	}
	return expression
}

// name is what an identifier is called, or the last one of a selector.
func name(expression ast.Expr) string {
	switch found := expression.(type) {
	case *ast.Ident:
		return found.Name
	case *ast.SelectorExpr:
		return found.Sel.Name
	}
	return ""
}
