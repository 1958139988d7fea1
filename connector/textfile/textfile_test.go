package textfile

import "testing"

func TestTextIsReadAsItWasWritten(t *testing.T) {
	for given, c := range map[string]struct{ content, want string }{
		"nothing":                {"", ""},
		"UTF-8":                  {"Zoë", "Zoë"},
		"UTF-8 with a mark":      {"\ufeffZoë\r\n", "Zoë\r\n"},
		"UTF-16, little endian":  {"\xff\xfeZ\x00\xeb\x00\r\x00\n\x00", "Zë\r\n"},
		"UTF-16, big endian":     {"\xfe\xff\x00Z\x00\xeb", "Zë"},
		"what is no text at all": {"0\x82\x00\xff", "0\x82\x00\xff"},
		"a mark in the middle":   {"a\ufeffb", "a\ufeffb"},
	} {
		t.Run("given "+given, func(t *testing.T) {
			got, err := Decode([]byte(c.content))
			if err != nil || string(got) != c.want {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}
