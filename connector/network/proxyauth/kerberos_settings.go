//go:build !windows

package proxyauth

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// deepestInclude is how many files may include each other.
const deepestInclude = 10

// sectionsOfKerberos are those that the library reads.
var sectionsOfKerberos = [...]string{"libdefaults", "realms", "domain_realm"}

// isIncluded is which files of a folder MIT Kerberos includes
// (web.mit.edu/kerberos/krb5-latest/doc/admin/conf_files/krb5_conf.html#structure).
var isIncluded = regexp.MustCompile(`^([A-Za-z0-9_-]+|[^.].*\.conf)$`)

// kerberosSettings are the lines of krb5.conf by section, with those of the files that it includes.
// The library reads one file, and of each section the last one.
type kerberosSettings struct {
	lines map[string][]string
	// set are the settings of libdefaults that there are: the first of a name counts.
	set map[string]bool
	// cache is where tickets are kept; empty where that is not said.
	cache string
}

func newKerberosSettings() *kerberosSettings {
	return &kerberosSettings{lines: map[string][]string{}, set: map[string]bool{}}
}

// read adds a file. One that does not exist has nothing to say.
func (s *kerberosSettings) read(path string, depth int) error {
	if depth > deepestInclude {
		return fmt.Errorf("files that include each other: %s", path)
	}
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	section := ""
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSpace(line)
		directive, of, _ := strings.Cut(line, " ")
		of = strings.TrimSpace(of)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			name, _, _ := strings.Cut(line[1:], "]")
			section = strings.TrimSpace(name)
		case directive == "include" && filepath.IsAbs(of):
			err = s.read(of, depth+1)
		case directive == "includedir" && filepath.IsAbs(of):
			err = s.readFolder(of, depth+1)
		default:
			s.add(section, line)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *kerberosSettings) readFolder(path string, depth int) error {
	entries, err := os.ReadDir(path) // in the order of their names
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, entry := range entries {
		if entry.IsDir() || !isIncluded.MatchString(entry.Name()) {
			continue
		}
		if err := s.read(filepath.Join(path, entry.Name()), depth); err != nil {
			return err
		}
	}
	return err
}

func (s *kerberosSettings) add(section, line string) {
	if section == "libdefaults" {
		name, value, _ := strings.Cut(line, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if s.set[name] {
			return
		}
		s.set[name] = true
		if name == "default_ccache_name" {
			s.cache = expanded(strings.TrimSpace(value))
		}
	}
	s.lines[section] = append(s.lines[section], line)
}

// text are the settings as one file, with each section once.
func (s *kerberosSettings) text() string {
	var b strings.Builder
	for _, section := range sectionsOfKerberos {
		fmt.Fprintf(&b, "[%s]\n%s\n", section, strings.Join(s.lines[section], "\n"))
	}
	return b.String()
}

// expanded puts in what stands for the account in the path of a keytab or of tickets.
func expanded(path string) string {
	return strings.NewReplacer(
		"%{euid}", fmt.Sprint(os.Geteuid()), "%{uid}", fmt.Sprint(os.Getuid()), "%{USERID}", fmt.Sprint(os.Getuid()),
		"%{TEMP}", strings.TrimSuffix(os.TempDir(), "/"), "%{null}", "",
	).Replace(path)
}
