package console

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/text/transform"
)

func TestJSONInASCIISaysTheSame(t *testing.T) {
	want := map[string]string{"name": `Zoë "株式会社" 🙂 <&>` + strings.Repeat("é", 5000), "plain": `a\b`}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []int{1, 7, len(text)} {
		var out bytes.Buffer
		w := transform.NewWriter(&out, asciiJSON{})
		for part := text; len(part) > 0; part = part[min(step, len(part)):] {
			if _, err := w.Write(part[:min(step, len(part))]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		var got map[string]string
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || got["name"] != want["name"] || got["plain"] != want["plain"] {
			t.Errorf("in steps of %d: %v", step, err)
		}
		if i := bytes.IndexFunc(out.Bytes(), func(r rune) bool { return r > 0x7e }); i >= 0 {
			t.Errorf("in steps of %d: not ASCII at %d", step, i)
		}
	}
}
