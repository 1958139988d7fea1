package export

import (
	"bytes"
	"embed"
	"encoding/xml"
	"fmt"
	"strings"
	"text/template"
)

//go:embed xlsx
var xlsxFiles embed.FS

// xlsxTemplates are the parts of a workbook. Those of the package take its sheets; sheet.xml
// is the beginning of a sheet, whose heading stays when it is scrolled, and takes the widths
// of the columns; sheetend.xml is its end, with the arrows of a filter beside the headings. In cellXfs of styles.xml stand the styles of
// ordinary cells, of headings, of days and of moments.
var xlsxTemplates = template.Must(template.New("").Funcs(template.FuncMap{"next": func(i int) int { return i + 1 }}).ParseFS(xlsxFiles,
	"xlsx/*"))

// xlsxSheet is a sheet of a workbook, from its heading to its last cell.
type xlsxSheet struct {
	Number     int
	LastColumn string // "Z"
	LastRow    int
}

func sheetPath(number int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", number) }

// xlsxParts returns what a workbook holds beside its sheets, with the names of ECMA-376
// part 1.
func xlsxParts(sheets []xlsxSheet) map[string]string {
	parts := map[string]string{
		"[Content_Types].xml": "types.xml", "_rels/.rels": "package.rels",
		"xl/_rels/workbook.xml.rels": "workbook.rels", "xl/workbook.xml": "workbook.xml", "xl/styles.xml": "styles.xml",
	}
	for name, file := range parts {
		var part strings.Builder
		_ = xlsxTemplates.ExecuteTemplate(&part, file, sheets) // into memory
		parts[name] = part.String()
	}
	return parts
}

// appendEscaped appends a text as XML. Cells have an escape of their own, _x000D_ for a
// carriage return, so the underscore of a text that looks like one is escaped
// itself (ECMA-376 part 1, ST_Xstring).
func appendEscaped(to []byte, text string) []byte {
	if needsNoXMLEscape(text) {
		return append(to, text...)
	}
	escaped := bytes.NewBuffer(to)
	for {
		at := strings.Index(text, "_x")
		if at < 0 {
			break
		}
		_ = xml.EscapeText(escaped, []byte(text[:at])) // into memory
		if looksEscaped(text[at:]) {
			escaped.WriteString("_x005F")
		}
		escaped.WriteByte('_')
		text = text[at+1:]
	}
	_ = xml.EscapeText(escaped, []byte(text))
	return escaped.Bytes()
}

// needsNoXMLEscape reports whether a text is one of the many that stand in XML as they are.
func needsNoXMLEscape(text string) bool {
	for i := range len(text) {
		switch b := text[i]; {
		case b < ' ' || b > '~':
			return false
		case b == '&' || b == '<' || b == '>' || b == '"' || b == '\'':
			return false
		case b == '_' && i+1 < len(text) && text[i+1] == 'x':
			return false
		}
	}
	return true
}

// looksEscaped reports whether a text begins like _x000D_.
func looksEscaped(text string) bool {
	const length = len("_x000D_")
	return len(text) >= length && text[length-1] == '_' && strings.Trim(text[2:length-1], "0123456789abcdefABCDEF") == ""
}
