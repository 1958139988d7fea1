// Command mutate asks how much the tests of a package see: it makes small harmful
// changes in its source, one after another, and tells which of them no test
// detects. Those of several packages are one heap from which they are drawn. The
// changes are laid over the source for the compiler alone (go build's -overlay); no
// file of the repository is touched.
//
//	go run ./mutate -n 20 -seed 1 ../store
//	go run ./mutate -n 20 -seed 1 -also ../store/inventory ../store/inventory/internal/publish
//	go run ./mutate -n 0 -files file.go -line 201 ../store/vault
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

type options struct {
	count     int
	seed      uint64
	tags, run string
	files     string
	line      int      // that alone is changed; 0 is every one
	memory    int      // that the tests of one change may fill, in MiB; 0 is no limit
	folders   []string // of the packages that are changed
	also      []string // folders of other packages whose tests are asked, too
}

func main() {
	var o options
	flag.IntVar(&o.count, "n", 20, "how many changes are tried; 0 is all")
	flag.Uint64Var(&o.seed, "seed", 1, "chooses which")
	flag.StringVar(&o.tags, "tags", "sqlite_fts5", "build tags")
	flag.StringVar(&o.run, "run", "", "only tests whose names match, as go test -run")
	flag.StringVar(&o.files, "files", "*.go", "only files whose names match")
	flag.IntVar(&o.line, "line", 0, "only changes of this line; 0 is every line")
	flag.IntVar(&o.memory, "memory", 4096,
		"MiB that the tests may fill, each process of them (Linux); 0 is no limit: a change may well let them grow without end")
	flag.Func("also", "folder of another package whose tests are asked, too; may be given several times", func(folder string) error {
		o.also = append(o.also, folder)
		return nil
	})
	flag.Parse()
	if o.folders = flag.Args(); len(o.folders) == 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := mutate(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func mutate(ctx context.Context, o options) error {
	var mutants []mutant
	for _, folder := range o.folders {
		found, err := find(ctx, o, folder)
		if err != nil {
			return err
		}
		mutants = append(mutants, found...)
	}
	if len(mutants) == 0 {
		return errors.New("there is nothing to change")
	}
	random := rand.New(rand.NewPCG(o.seed, 0))
	random.Shuffle(len(mutants), func(i, j int) { mutants[i], mutants[j] = mutants[j], mutants[i] })
	temporary, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	w := workshop{options: o, temporary: temporary, suites: map[string]*suite{}}
	tried, seen, late := 0, 0, 0
	for i := range mutants {
		if o.count > 0 && tried == o.count {
			break
		}
		verdict, err := w.try(ctx, mutants[i])
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if verdict == notBuilt {
			continue // another one in its place
		}
		tried++
		switch verdict {
		case detected:
			seen++
		case timedOut:
			late++
		}
		m := mutants[i]
		fmt.Printf("%-10s %s:%d: %s\n", verdict, m.file, m.line, strings.Join(strings.Fields(m.what), " "))
	}
	fmt.Printf("%s: %d of %d detected, %d timed out (of %d possible changes, seed %d)\n", strings.Join(o.folders, " "), seen, tried, late,
		len(mutants), o.seed)
	return nil
}

// find finds the changes that the files of a package offer which are compiled here.
func find(ctx context.Context, o options, folder string) ([]mutant, error) {
	list := exec.CommandContext(ctx, "go", "list", "-tags", o.tags, "-json=Dir,GoFiles", ".")
	list.Dir, list.Stderr = folder, os.Stderr
	output, err := list.Output()
	if err != nil {
		return nil, err
	}
	var listed struct {
		Dir     string
		GoFiles []string
	}
	if err := json.Unmarshal(output, &listed); err != nil {
		return nil, err
	}
	var mutants []mutant
	for _, name := range listed.GoFiles {
		if chosen, err := filepath.Match(o.files, name); err != nil || !chosen {
			if err != nil {
				return nil, err
			}
			continue
		}
		found, err := mutantsOf(filepath.Join(listed.Dir, name))
		if err != nil {
			return nil, err
		}
		mutants = append(mutants, found...)
	}
	if o.line > 0 {
		mutants = slices.DeleteFunc(mutants, func(m mutant) bool { return m.line != o.line })
	}
	return mutants, nil
}

type verdict string

const (
	detected   verdict = "detected"
	undetected verdict = "UNDETECTED"
	timedOut   verdict = "TIMED OUT" // the change may loop, or the computer may be busy: somebody has to look
	notBuilt   verdict = "not built"
)

// workshop is where the changes are tried.
type workshop struct {
	options
	temporary string
	suites    map[string]*suite // by their folder, those that were asked
}

// try asks the tests of the changed package what they see of the change and then the others', each only when those before have seen
// nothing.
func (w workshop) try(ctx context.Context, m mutant) (verdict, error) {
	overlay, err := lay(w.temporary, m)
	if err != nil {
		return "", err
	}
	asked := 0
	for _, folder := range append([]string{filepath.Dir(m.file)}, w.also...) {
		s, err := w.suite(ctx, folder)
		if err != nil {
			return "", err
		}
		if s == nil || asked > 0 && folder == filepath.Dir(m.file) {
			continue
		}
		asked++
		program, output, err := w.build(ctx, folder, "-overlay", overlay)
		switch {
		case errors.As(err, new(*exec.ExitError)):
			return notBuilt, nil
		case err != nil:
			return "", fmt.Errorf("%w\n%s", err, output)
		}
		if verdict := w.ask(ctx, *s, program); verdict != undetected {
			return verdict, nil
		}
	}
	if asked == 0 {
		return "", fmt.Errorf("no tests are asked about %s: -also names the packages that have them", m.file)
	}
	return undetected, nil
}

// lay writes the changed file, and what tells the compiler to take it.
func lay(temporary string, m mutant) (overlay string, err error) {
	source, err := os.ReadFile(m.file)
	if err != nil {
		return "", err
	}
	changed := filepath.Join(temporary, filepath.Base(m.file))
	text := string(source[:m.begin]) + m.text + string(source[m.end:])
	if err := os.WriteFile(changed, []byte(text), 0o600); err != nil {
		return "", err
	}
	content, err := json.Marshal(map[string]any{"Replace": map[string]string{m.file: changed}})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(temporary, "overlay.json")
	return overlay, os.WriteFile(overlay, content, 0o600)
}
