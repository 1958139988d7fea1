package pricelist

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"inventorybeacon/connector/textfile"
)

// parseCSV reads what is separated by commas, semicolons (as Excel does where the comma
// stands before decimals) or tabs, in UTF-8, UTF-16 or whatever keeps the letters of ASCII.
func parseCSV(content []byte) (lines []line, decimalComma bool, err error) {
	decoded, err := textfile.Decode(content)
	if err != nil {
		return nil, false, err
	}
	text := string(decoded)
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
