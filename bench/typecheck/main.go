// Command typecheck looks at every package of a module, tests included, with the
// eyes of a compiler for another system, as far as that needs no C compiler and no
// headers of it: names of C are taken as they are.
//
//	go run ./typecheck -os windows ..
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	system := flag.String("os", "windows", "the system, as GOOS says it")
	tags := flag.String("tags", "sqlite_fts5", "build tags")
	flag.Parse()
	if err := typecheck(flag.Arg(0), *system, *tags); err != nil {
		fmt.Fprintln(os.Stderr, "typecheck:", err)
		os.Exit(1)
	}
}

// listed is what `go list` says of a package.
type listed struct {
	ImportPath, Dir   string
	GoFiles, CgoFiles []string
	ImportMap         map[string]string // imports that mean another package: a vendored one, one with its tests
	Module            *struct{ Main bool }
}

// ours says whether it is of the module, and not the program that go test makes of one.
func (p listed) ours() bool {
	return p.Module != nil && p.Module.Main && !strings.HasSuffix(p.ImportPath, ".test")
}

// typecheck writes what is wrong with the packages below a folder.
func typecheck(folder, system, tags string) error {
	list := exec.Command("go", "list", "-C", folder, "-deps", "-test", "-tags", tags, "-json=ImportPath,Dir,GoFiles,CgoFiles,ImportMap,Module",
		"./...")
	list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=1")
	list.Stderr = os.Stderr
	output, err := list.StdoutPipe()
	if err != nil {
		return err
	}
	if err := list.Start(); err != nil {
		return err
	}
	c := checker{files: token.NewFileSet(), packages: map[string]*types.Package{}, wrong: map[string]bool{}}
	for packages := json.NewDecoder(output); ; { // each comes after those that it imports
		var p listed
		err := packages.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = c.check(p)
		}
		if err != nil {
			return errors.Join(err, list.Process.Kill(), list.Wait())
		}
	}
	if err := list.Wait(); err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	if len(c.wrong) > 0 {
		return fmt.Errorf("%d mistakes for %s", len(c.wrong), system)
	}
	fmt.Fprintf(os.Stderr, "typecheck: %d packages and tests for %s\n", c.checked, system)
	return nil
}

type checker struct {
	files    *token.FileSet
	packages map[string]*types.Package
	checked  int             // of the module
	wrong    map[string]bool // what was told: a package with tests is looked at with and without them
}

func (c *checker) check(p listed) error {
	if p.ImportPath == "unsafe" { // which only compilers know
		c.packages[p.ImportPath] = types.Unsafe
		return nil
	}
	var files []*ast.File
	for _, name := range append(p.GoFiles, p.CgoFiles...) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(p.Dir, name)
		}
		file, err := parser.ParseFile(c.files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	config := types.Config{
		FakeImportC:      true,
		IgnoreFuncBodies: !p.ours(),
		Importer:         importer(func(path string) *types.Package { return c.packages[mapped(p.ImportMap, path)] }),
		Error: func(err error) { // of others nothing is told: where they use C, something may be missing
			if p.ours() && !c.wrong[err.Error()] {
				c.wrong[err.Error()] = true
				fmt.Fprintln(os.Stderr, err)
			}
		},
	}
	c.packages[p.ImportPath], _ = config.Check(p.ImportPath, c.files, files, nil) // told by Error
	if p.ours() {
		c.checked++
	}
	return nil
}

func mapped(imports map[string]string, path string) string {
	if other, is := imports[path]; is {
		return other
	}
	return path
}

// importer finds packages that were checked before.
type importer func(path string) *types.Package

func (i importer) Import(path string) (*types.Package, error) {
	if p := i(path); p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("%s is not known", path)
}
