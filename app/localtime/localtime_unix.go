//go:build !windows

package localtime

import (
	"os"
	"strings"
	"time"
)

// systemZone is where the system keeps its time zone: a copy of a file of the
// time zone database or a link to it (man 5 localtime).
const systemZone = "/etc/localtime"

// zoneMark changes when the zone does.
type zoneMark struct {
	link string
	size int64
	at   time.Time
}

func readSystem(known any) (*time.Location, any, error) {
	if _, fixed := os.LookupEnv("TZ"); fixed { // for the life of the process
		return time.Local, zoneMark{}, nil
	}
	return readZone(systemZone, known)
}

// readZone reads the file only when it is not the known one.
func readZone(path string, known any) (*time.Location, any, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	link, _ := os.Readlink(path) // empty for a copy
	mark := zoneMark{link: link, size: info.Size(), at: info.ModTime()}
	if known == nil || known == any(mark) {
		return time.Local, mark, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	name := "Local"
	if _, after, found := strings.Cut(link, "zoneinfo/"); found {
		name = after
	}
	place, err := time.LoadLocationFromTZData(name, content)
	return place, mark, err
}
