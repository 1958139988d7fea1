package pricelist

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
)

// parseCSV reads what is separated by commas, semicolons (as Excel does where the comma
// stands before decimals) or tabs, in UTF-8, UTF-16 or whatever keeps the letters of ASCII.
func parseCSV(content []byte) (lines []line, decimalComma bool, err error) {
	text := decoded(content)
	if strings.ContainsRune(text, 0) {
		return nil, false, errors.New("not a text")
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = separator(text), -1
	for {
		cells, err := reader.Read()
		if err == io.EOF {
			return lines, reader.Comma == ';', nil
		}
		if err != nil {
			return nil, false, err
		}
		number, _ := reader.FieldPos(0)
		lines = append(lines, line{number, cells})
	}
}

// separator is what stands most often in the headings.
func separator(text string) rune {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	best, most := ',', 0
	for _, r := range ",;\t" {
		if n := strings.Count(first, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}

// decoded takes the byte order mark off and UTF-16 apart.
func decoded(content []byte) string {
	for mark, high := range map[string]int{"\xff\xfe": 1, "\xfe\xff": 0} {
		body, is := bytes.CutPrefix(content, []byte(mark))
		if !is {
			continue
		}
		units := make([]uint16, len(body)/2)
		for i := range units {
			units[i] = uint16(body[2*i+high])<<8 | uint16(body[2*i+1-high])
		}
		return string(utf16.Decode(units))
	}
	return strings.TrimPrefix(string(content), "\ufeff")
}
