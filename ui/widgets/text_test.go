package widgets

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTruncate(t *testing.T) {
	test.NewTempApp(t)
	cases := map[string]struct {
		text  string
		width float32
		whole bool
	}{
		"a text that fits":                {"short", 100, true},
		"a text that does not":            {"a text that is longer than that", 100, false},
		"no room at all":                  {"text", 0, false},
		"less than no room":               {"text", -10, false},
		"nothing":                         {"", 10, true},
		"letters of several bytes":        {strings.Repeat("größer ", 20), 100, false},
		"letters of other writings":       {strings.Repeat("東京都", 50), 100, false},
		"a text of a million narrow ones": {strings.Repeat("i", 1_000_000), 100, false},
	}
	for name, c := range cases {
		shown, whole := Truncate(c.text, 13, fyne.TextStyle{}, c.width)
		if whole != c.whole {
			t.Errorf("%s: whole is %v", name, whole)
		}
		if whole && shown != c.text || !whole && c.width > 20 && !strings.HasSuffix(shown, ellipsis) || !utf8.ValidString(shown) {
			t.Errorf("%s: shows %q", name, shown)
		}
		if width := fyne.MeasureText(shown, 13, fyne.TextStyle{}).Width; width > max(0, c.width) {
			t.Errorf("%s: %q is %v wide, want at most %v", name, shown, width, c.width)
		}
	}
}

func TestWrap(t *testing.T) {
	test.NewTempApp(t)
	cases := map[string]struct {
		text  string
		width float32
		want  []string
	}{
		"a line that fits":        {"one two", 100, []string{"one two"}},
		"lines of its own":        {"one\ntwo", 100, []string{"one", "two"}},
		"an empty line between":   {"one\n\ntwo", 100, []string{"one", "", "two"}},
		"blanks are put together": {"one   two", 100, []string{"one two"}},
		"nothing":                 {"", 100, []string{""}},
	}
	for name, c := range cases {
		if got := wrap(c.text, 13, c.width, fyne.TextStyle{}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	for _, text := range []string{
		"several words that go over several lines", strings.Repeat("x", 100),
		"https://login.microsoftonline.com/common/oauth2/v2.0/token",
	} {
		lines := wrap(text, 13, 90, fyne.TextStyle{})
		if len(lines) < 2 {
			t.Errorf("%q is not wrapped", text)
		}
		for _, line := range lines {
			if fyne.MeasureText(line, 13, fyne.TextStyle{}).Width > 90 {
				t.Errorf("%q is wider than 90", line)
			}
		}
	}
}

func FuzzWrapLosesNothing(f *testing.F) {
	test.NewApp()
	for _, seed := range []string{
		"", "one two", "  one\n\n two ", "ein größeres Wörterbuch", "\x00\xff bad", "\xc4 \xa0", "東京都 千代田区",
	} {
		f.Add(seed, uint16(50))
		f.Add(seed, uint16(0))
	}
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, s)
	}
	f.Fuzz(func(t *testing.T, text string, width uint16) {
		if len(text) > 400 {
			return
		}
		got := ""
		for _, line := range wrap(text, 13, float32(width), fyne.TextStyle{}) {
			got += letters(line) // one by one: what is half a character in two lines would be a whole one
		}
		if got != letters(text) {
			t.Errorf("wrapping %q to %d gives %q", text, width, got)
		}
	})
}
