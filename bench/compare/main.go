// Command compare runs the import of Inventory Beacon and its peers one after
// another against the same offline tenant, and prints what each took: the median
// of the rounds by the clock, with the processor time and the greatest resident
// size of the same round.
//
// What the tenant itself computes is part of everybody's time by the clock; its
// processor time stands in a column of its own.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	program := flag.String("program", "", "inventory-beacon")
	download := flag.String("download", "", "the program in bench/download")
	javascript := flag.String("javascript", "", "import.mjs, with its packages installed; none leaves it out")
	sdk := flag.String("sdk", "", "the program in bench/sdk; none leaves it out")
	sizes := flag.String("users", "10000,100000", "numbers of users")
	rounds := flag.Int("rounds", 3, "how often everything is run")
	var c conditions
	flag.DurationVar(&c.latency, "latency", 0, "what every answer of the tenant takes")
	flag.IntVar(&c.throttle, "throttle", 0, "the tenant refuses every Nth page of users at first; 0 refuses none")
	flag.BoolVar(&c.heavy, "heavy", false, "users take about 7 KB each")
	flag.Parse()
	peers := []peer{{name: "plain download in Go", command: []string{*download}}}
	if *sdk != "" {
		peers = append(peers, peer{name: "msgraph-sdk-go + go-sqlite3, users", command: []string{*sdk, database}, stores: true})
	}
	if *javascript != "" {
		peers = append(peers, peer{
			name: "graph-client JS + better-sqlite3, users", command: []string{"node", *javascript, database}, stores: true,
		})
	}
	for size := range strings.SplitSeq(*sizes, ",") {
		users, err := strconv.Atoi(size)
		if err != nil {
			log.Fatal(err)
		}
		if err := compare(*program, peers, users, c, *rounds); err != nil {
			log.Fatal(err)
		}
	}
}

// The imports, and the part of one that the peers do.
const (
	usersStored = "Inventory Beacon, users and licenses stored"
	withoutUse  = "Inventory Beacon, everything but usage"
	published   = "Inventory Beacon, everything but the search index"
	everything  = "Inventory Beacon, everything"
	again       = "Inventory Beacon, the same again"
)

// database stands for the file that a peer is to make.
const database = "DATABASE"

// peer is a program that reads all users, and perhaps stores them.
type peer struct {
	name    string
	command []string
	stores  bool
}

func compare(program string, peers []peer, users int, c conditions, rounds int) error {
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tenant, err := startTenant(program, users, c)
	if err != nil {
		return err
	}
	defer tenant.stop()
	var table results
	for round := range rounds {
		for _, p := range peers {
			file := filepath.Join(dir, fmt.Sprint(p.name, round, ".db"))
			command := slices.Clone(p.command)
			if i := slices.Index(command, database); i >= 0 {
				command[i] = file
			}
			run, err := tenant.measure(command)
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			if err := run.counts(users, p.stores); err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			table.add(p.name, run)
			for _, suffix := range []string{"", "-wal", "-shm"} {
				_ = os.Remove(file + suffix)
			}
		}
		if err := tenant.imports(program, filepath.Join(dir, strconv.Itoa(round)), users, &table); err != nil {
			return err
		}
	}
	fmt.Printf("\n%d users%s, median of %d\n\n", users, c, rounds)
	table.print(os.Stdout)
	return nil
}

// imports imports the tenant into empty inventories, with an application that may
// not read reports and with one that may, and then once more.
func (t *tenant) imports(program, dir string, users int, table *results) error {
	defer os.RemoveAll(dir)
	for _, i := range []struct {
		client string
		names  []string
	}{{directoryClientID, []string{withoutUse}}, {clientID, []string{everything, again}}} {
		data := filepath.Join(dir, i.client)
		if err := t.connect(program, data, i.client); err != nil {
			return err
		}
		for _, name := range i.names {
			run, err := t.measure([]string{program, "--data", data, "import", connection, "--json"})
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			stored, err := run.untilUsersStored(users)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if name == withoutUse {
				table.add(usersStored, stored)
			}
			if name == everything {
				table.add(published, run.untilAnswered())
			}
			table.add(name, run)
		}
	}
	return nil
}

// connection is the name of the connection that is imported through.
const connection = "Bench"

// connect makes a data directory with a connection to the tenant.
func (t *tenant) connect(program, data, client string) error {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	secret := filepath.Join(data, "secret")
	if err := os.WriteFile(secret, []byte(clientSecret), 0o600); err != nil {
		return err
	}
	_, err := t.measure([]string{
		program, "--data", data, "connection", "add", connection, "--cloud", "custom", "--flow", "client-credentials",
		"--token-endpoint", t.token, "--graph-endpoint", t.graph, "--client-id", client, "--client-secret-file", secret,
	})
	return err
}

// run is what one run of a program took; all but the time by the clock is zero of
// a part of a run.
type run struct {
	wall, processor, tenant time.Duration
	peak                    int64 // bytes
	output                  []byte
	answered                time.Duration // when the last of the output came
}

// untilAnswered is the part of an import until it was published and said so: the
// search index comes after it.
func (r run) untilAnswered() run { return run{wall: r.answered} }

// untilUsersStored is the part of an import until all users were stored. The import
// does not know what its process did before it and until it answered: that is added.
func (r run) untilUsersStored(users int) (run, error) {
	var answer struct {
		Users   struct{ Total int }
		Seconds float64
		Phases  []struct {
			Phase            string
			Records          int
			Started, Seconds float64
		}
	}
	if err := json.Unmarshal(r.output, &answer); err != nil {
		return run{}, err
	}
	if answer.Users.Total != users {
		return run{}, fmt.Errorf("imported %d of %d users", answer.Users.Total, users)
	}
	for _, p := range answer.Phases {
		if p.Phase == "Users" && p.Records == users {
			rest := answer.Seconds - p.Started - p.Seconds
			return run{wall: r.answered - time.Duration(rest*float64(time.Second))}, nil
		}
	}
	return run{}, fmt.Errorf("the phases %v do not tell of %d users", answer.Phases, users)
}

// counts checks that a peer has read, and stored, what there is.
func (r run) counts(users int, stores bool) error {
	var answer struct{ Users, Assignments int }
	if err := json.Unmarshal(bytes.TrimSpace(r.output), &answer); err != nil {
		return err
	}
	if answer.Users != users || stores && answer.Assignments == 0 {
		return fmt.Errorf("read %d of %d users with %d licenses", answer.Users, users, answer.Assignments)
	}
	return nil
}
