package doctor

import (
	"bufio"
	"errors"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// logEnd is how much of the log is read, from its end.
const logEnd = 1 << 20

// logged takes a line of slog's text apart: its time and what it says.
var logged = regexp.MustCompile(`^time=(\S+) level=ERROR msg=("(?:[^"\\]|\\.)*"|\S*)`)

// errorsSince counts the errors in the end of a log since a moment, and returns what
// the last one was about.
func errorsSince(path string, since time.Time) (count int, last string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = file.Close() }()
	if size, err := file.Seek(0, io.SeekEnd); err != nil {
		return 0, "", err
	} else if _, err := file.Seek(max(0, size-logEnd), io.SeekStart); err != nil {
		return 0, "", err
	}
	for lines := bufio.NewReader(file); ; {
		line, err := lines.ReadString('\n')
		if found := logged.FindStringSubmatch(line); found != nil {
			if at, wrong := time.Parse(time.RFC3339Nano, found[1]); wrong == nil && at.After(since) {
				count, last = count+1, unquoted(found[2])
			}
		}
		if errors.Is(err, io.EOF) {
			return count, last, nil
		}
		if err != nil {
			return 0, "", err
		}
	}
}

func unquoted(text string) string {
	if plain, err := strconv.Unquote(text); err == nil {
		return plain
	}
	return strings.TrimSpace(text)
}
