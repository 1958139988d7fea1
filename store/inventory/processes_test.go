package inventory

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"inventorybeacon/store/inventory/internal/search"
)

// The environment of a process that imports one connection after another until it is
// killed.
const (
	importsDirectory = "INVENTORY_TEST_IMPORTS"
	importsName      = "INVENTORY_TEST_NAME"
	importedUsers    = 200
)

// importUntilKilled says each step on standard output.
func importUntilKilled(t *testing.T, dir, name string) {
	for n := 0; ; n++ {
		inv, err := Open(context.Background(), dir, Options{index: search.Options{Piece: 30}})
		if err != nil {
			fmt.Println("failed", err)
			return
		}
		connection := fmt.Sprintf("%s-%d", name, n)
		imp, err := inv.Begin(context.Background(), connection, 1)
		must(t, err)
		d := contoso().of(connection)
		d.pages = manyUsers(importedUsers/10, "v1")
		d.deliver(t, imp)
		if _, err = imp.Publish(context.Background(), noon, func(int64, int64) { fmt.Println("step") }); err != nil {
			fmt.Println("failed", err)
			return
		}
		fmt.Println("published", connection)
		must(t, inv.AwaitIndex(context.Background()))
		fmt.Println("indexed", connection)
		must(t, inv.Close())
		fmt.Println("closed", connection)
	}
}

// runUntil runs such a process, kills it after so many lines, and returns what it has
// published by its own account.
func runUntil(t *testing.T, dir, name string, lines int) (published []string) {
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestEveryPublishedImportOutlivesKills$")
	child.Env = append(os.Environ(), importsDirectory+"="+dir, importsName+"="+name)
	child.Stderr = os.Stderr
	output, err := child.StdoutPipe()
	if err != nil {
		t.Error(err)
		return nil
	}
	if err := child.Start(); err != nil {
		t.Error(err)
		return nil
	}
	for said := bufio.NewScanner(output); said.Scan(); lines-- {
		if lines == 0 {
			_ = child.Process.Kill() // what it says until then counts
		}
		if connection, found := strings.CutPrefix(said.Text(), "published "); found {
			published = append(published, connection)
		}
		if strings.HasPrefix(said.Text(), "failed") {
			t.Errorf("%s: %s", name, said.Text())
		}
	}
	_ = child.Wait() // says that it was killed
	return published
}

// Two and three processes import first inventories of different connections into one
// file, and are killed at random steps.
func TestEveryPublishedImportOutlivesKills(t *testing.T) {
	if dir, child := os.LookupEnv(importsDirectory); child {
		importUntilKilled(t, dir, os.Getenv(importsName))
		return
	}
	random := rand.New(rand.NewPCG(5, 6))
	for _, processes := range []int{2, 3} {
		for round := range 6 {
			t.Run(fmt.Sprintf("%d processes, round %d", processes, round), func(t *testing.T) {
				dir := t.TempDir()
				all := make(chan []string)
				for p := range processes {
					lines := 1 + random.IntN(70)
					go func() { all <- runUntil(t, dir, fmt.Sprintf("process-%d", p), lines) }()
				}
				var published []string
				for range processes {
					published = append(published, <-all...)
				}
				inv := open(t, dir)
				if inv.Replaced() != nil {
					t.Error("the inventory was damaged")
				}
				for _, connection := range published {
					if n, err := inv.CountUsers(t.Context(), UserQuery{Connections: []string{connection}}); err != nil ||
						n != importedUsers {
						t.Errorf("%s was published: %d users, %v", connection, n, err)
					}
				}
				sources, err := inv.Published(t.Context())
				must(t, err)
				wantUsers(t, inv, int64(len(sources))*importedUsers)
				wantFound(t, inv, "user7@", int64(len(sources)))
				wantIndex(t, inv)
				if !inv.intact(t.Context()) {
					t.Error("the inventory is damaged")
				}
			})
		}
	}
}
