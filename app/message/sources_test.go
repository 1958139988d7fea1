package message_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// eachSource calls use with every file of a room that is no test, but for those of the rooms and files that are left
// out; name is its path below the root, and at says where a token is.
func eachSource(t *testing.T, room string, leftOut []string, use func(name string, file *ast.File, at func(token.Pos) token.Position)) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(root, room), func(name string, entry fs.DirEntry, err error) error {
		inside := strings.TrimPrefix(filepath.ToSlash(name), root+"/")
		switch {
		case err != nil:
			return err
		case slices.Contains(leftOut, inside) && entry.IsDir():
			return fs.SkipDir
		case slices.Contains(leftOut, inside), entry.IsDir(), !strings.HasSuffix(name, ".go"), strings.HasSuffix(name, "_test.go"):
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, nil, 0)
		if err == nil {
			use(inside, file, files.Position)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
