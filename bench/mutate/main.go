// Command mutate asks how much the tests of a package see: it makes small harmful
// changes in its source, one after another, and tells which of them no test
// detected. The changes are laid over the source for the compiler only (go build's
// -overlay); no file of the repository is touched.
//
//	go run ./mutate -n 20 -seed 1 ../store
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
	"runtime"
	"strings"
	"time"
)

type options struct {
	count         int
	seed          uint64
	tags, run     string
	files         string
	timeout       time.Duration // of the tests of one change
	memory        int           // that the tests of one change may fill, in MiB; 0 is no limit
	packageFolder string
}

func main() {
	var o options
	flag.IntVar(&o.count, "n", 20, "how many changes are tried; 0 is all")
	flag.Uint64Var(&o.seed, "seed", 1, "chooses which")
	flag.StringVar(&o.tags, "tags", "sqlite_fts5", "build tags")
	flag.StringVar(&o.run, "run", "", "only tests whose names match, as go test -run")
	flag.StringVar(&o.files, "files", "*.go", "only files whose names match")
	flag.IntVar(&o.memory, "memory", 4096,
		"MiB that the tests may fill, each process of them (Linux); 0 is no limit: a change may well let them grow without end")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	o.packageFolder = flag.Arg(0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := mutate(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func mutate(ctx context.Context, o options) error {
	mutants, err := find(ctx, o)
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(o.seed, 0))
	random.Shuffle(len(mutants), func(i, j int) { mutants[i], mutants[j] = mutants[j], mutants[i] })
	temporary, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	o.timeout = 30 * time.Minute
	began := time.Now()
	if verdict, output := try(ctx, o, temporary, nil); verdict != undetected {
		return fmt.Errorf("the tests fail without any change:\n%s", output)
	}
	o.timeout = 20*time.Second + 3*time.Since(began) // whoever hangs then has detected it
	tried, seen := 0, 0
	for i := range mutants {
		if o.count > 0 && tried == o.count {
			break
		}
		verdict, _ := try(ctx, o, temporary, &mutants[i])
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if verdict == notBuilt {
			continue // another one in its place
		}
		tried++
		if verdict == detected {
			seen++
		}
		m := mutants[i]
		fmt.Printf("%-10s %s:%d: %s\n", verdict, m.file, m.line, strings.Join(strings.Fields(m.what), " "))
	}
	fmt.Printf("%s: %d of %d detected (of %d possible changes, seed %d)\n", o.packageFolder, seen, tried, len(mutants), o.seed)
	return nil
}

// find finds the changes that the files of the package offer which are compiled here.
func find(ctx context.Context, o options) ([]mutant, error) {
	list := exec.CommandContext(ctx, "go", "list", "-tags", o.tags, "-json=Dir,GoFiles", ".")
	list.Dir, list.Stderr = o.packageFolder, os.Stderr
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
	if len(mutants) == 0 {
		return nil, errors.New("there is nothing to change")
	}
	return mutants, nil
}

type verdict string

const (
	detected   verdict = "detected"
	undetected verdict = "UNDETECTED"
	notBuilt   verdict = "not built"
)

// try runs the tests with one change, or with none.
func try(ctx context.Context, o options, temporary string, m *mutant) (verdict, string) {
	args := []string{"test", "-tags", o.tags, "-vet=off", "-failfast", "-count=1", "-timeout", o.timeout.String(), "-run", o.run}
	if o.memory > 0 && runtime.GOOS == "linux" {
		// What is written counts, not what is reserved: browsers and Go's runtime reserve far more addresses than they fill.
		args = append(args, "-exec", fmt.Sprintf("prlimit --data=%d --", o.memory<<20))
	}
	if m != nil {
		overlay, err := lay(temporary, *m)
		if err != nil {
			return notBuilt, err.Error()
		}
		args = append(args, "-overlay", overlay)
	}
	test := exec.CommandContext(ctx, "go", append(args, ".")...)
	test.Dir = o.packageFolder
	output, err := test.CombinedOutput()
	switch {
	case err == nil:
		return undetected, string(output)
	case strings.Contains(string(output), "[build failed]") || strings.Contains(string(output), "[setup failed]"):
		return notBuilt, string(output)
	default:
		return detected, string(output)
	}
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
