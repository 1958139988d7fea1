package browser

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
)

// ofSnap finds the name of a snap in the path of its program. Ubuntu has them in /snap, Fedora and others in
// /var/lib/snapd/snap.
var ofSnap = regexp.MustCompile(`/snap/bin/([a-z0-9-]+)`)

// profilesOf is the folder in which a profile for a browser is made; empty means that of the system for temporary
// files. A snap has a folder of its own in the place of that, so that the profile, with cookies, would be
// made there and stay: what a snap and everybody else see is its common folder.
func profilesOf(program string) (string, error) {
	snap := snapOf(program)
	if snap == "" {
		return "", nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	common := filepath.Join(home, "snap", snap, "common")
	return common, os.MkdirAll(common, 0o700)
}

// snapOf is the name of the snap that a program starts, which may be a link or a script that does so, as
// chromium-browser of Ubuntu is; empty when there is none.
func snapOf(program string) string {
	for range 10 { // links, of which the last leads to the program snap
		if found := ofSnap.FindStringSubmatch(program); found != nil {
			return found[1]
		}
		next, err := os.Readlink(program)
		if err != nil {
			break
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(program), next)
		}
		program = next
	}
	if found := ofSnap.FindSubmatch(scriptOf(program)); found != nil {
		return string(found[1])
	}
	return ""
}

// scriptOf is the beginning of a program that is a script.
func scriptOf(program string) []byte {
	file, err := os.Open(program)
	if err != nil {
		return nil
	}
	defer file.Close()
	content, _ := io.ReadAll(io.LimitReader(file, 8<<10))
	if !bytes.HasPrefix(content, []byte("#!")) {
		return nil
	}
	return content
}
