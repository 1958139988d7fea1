package printable

import "testing"

func TestTextStandsOnOneLineAndHidesNothing(t *testing.T) {
	for text, want := range map[string]string{
		"Größe  und\tmehr":                       "Größe und mehr",
		"one\r\ntwo\u2028three\u2029four\u0085":  "one two three four",
		"\x1b[31mred\x1b[0m\x00":                 "[31mred[0m",
		"\u202eevil\u202c \u2066x\u2069\u200f":   "evil x",
		"zero\u200bwidth\u200d \ufeffmark\u2060": "zerowidth mark",
		"cut \xff off":                           "cut off",
		"":                                       "",
	} {
		if got := Text(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got := Line("Größe", 3); got != "Grö…" {
		t.Errorf("cut it is %q", got)
	}
}
