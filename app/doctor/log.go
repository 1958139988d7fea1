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

// A line of slog's text: the time of an error and what it says, and what it says that it is about.
var (
	logged = regexp.MustCompile(`^time=(\S+) level=ERROR msg=("(?:[^"\\]|\\.)*"|\S*)`)
	about  = regexp.MustCompile(` (connection|schedule|error)=("(?:[^"\\]|\\.)*"|\S*)`)
)

// logText is how much is told of a line: the rest stands in the log.
const logText = 300

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
				count, last = count+1, told(found[2], line[len(found[0]):])
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

// told is what a line says, and after that what it is about.
func told(says, rest string) string {
	text := unquoted(says)
	for _, one := range about.FindAllStringSubmatch(rest, -1) {
		if value := unquoted(one[2]); value != "" {
			text += ", " + one[1] + " " + value
		}
	}
	if runes := []rune(text); len(runes) > logText {
		return string(runes[:logText]) + "…"
	}
	return text
}

func unquoted(text string) string {
	if plain, err := strconv.Unquote(text); err == nil {
		return plain
	}
	return strings.TrimSpace(text)
}
