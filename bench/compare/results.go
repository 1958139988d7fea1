package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"
)

// results are the runs by name, in the order in which names came first.
type results struct {
	names []string
	runs  map[string][]run
}

func (r *results) add(name string, one run) {
	if r.runs == nil {
		r.runs = map[string][]run{}
	}
	if r.runs[name] == nil {
		r.names = append(r.names, name)
	}
	r.runs[name] = append(r.runs[name], one)
}

// median is the run in the middle by the clock.
func (r *results) median(name string) run {
	runs := slices.SortedFunc(slices.Values(r.runs[name]), func(a, b run) int { return cmp.Compare(a.wall, b.wall) })
	return runs[len(runs)/2]
}

// print writes a table in Markdown. The ratio is to the first import.
func (r *results) print(to io.Writer) {
	fmt.Fprintln(to, "| | wall | processor | tenant's processor | peak memory | wall, ratio |")
	fmt.Fprintln(to, "| --- | ---: | ---: | ---: | ---: | ---: |")
	ours := r.median(everything).wall
	for _, name := range r.names {
		m := r.median(name)
		whole := "| |" // of a part of a run only the time is known
		if m.processor > 0 {
			whole = fmt.Sprintf("%s | %s | %d MiB", seconds(m.processor), seconds(m.tenant), m.peak>>20)
		}
		fmt.Fprintf(to, "| %s | %s | %s | %.2f |\n", name, seconds(m.wall), whole, float64(m.wall)/float64(ours))
	}
	fmt.Fprintf(to, `
"%s" is the part of "%s"
that the peers do: until all users with their licenses are committed to the import's
SQLite file, and with all that the process does before the import and until it answers.
Comparing, publishing and indexes are the rest, and the search index comes after it.
`, usersStored, withoutUse)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
