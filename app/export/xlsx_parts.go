package export

import (
	"embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"text/template"
)

//go:embed xlsx
var xlsxFiles embed.FS

// xlsxTemplates are the parts of a workbook. Those of the package take the numbers of
// the sheets; sheet.xml is the beginning of a sheet, whose heading stays when it is
// scrolled, and takes the number of columns. In cellXfs of styles.xml stand the styles of
// ordinary cells, of headings, of days and of moments.
var xlsxTemplates = template.Must(template.ParseFS(xlsxFiles, "xlsx/*"))

const xlsxSheetEnd = `</sheetData></worksheet>`

func sheetPath(number int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", number) }

// xlsxParts returns what a workbook of so many sheets holds beside them, with the names
// of ECMA-376 part 1.
func xlsxParts(sheets int) map[string]string {
	numbers := make([]int, sheets)
	for i := range numbers {
		numbers[i] = i + 1
	}
	parts := map[string]string{
		"[Content_Types].xml": "types.xml", "_rels/.rels": "package.rels",
		"xl/_rels/workbook.xml.rels": "workbook.rels", "xl/workbook.xml": "workbook.xml", "xl/styles.xml": "styles.xml",
	}
	for name, file := range parts {
		var part strings.Builder
		_ = xlsxTemplates.ExecuteTemplate(&part, file, numbers) // into memory
		parts[name] = part.String()
	}
	return parts
}

// escapeCell writes a text as XML. Cells have an escape of their own, _x000D_ for a
// carriage return, so the underscore of a text that looks like one is escaped
// itself (ECMA-376 part 1, ST_Xstring).
func escapeCell(w io.Writer, text string) {
	for {
		at := strings.Index(text, "_x")
		if at < 0 {
			break
		}
		_ = xml.EscapeText(w, []byte(text[:at])) // w is a text in memory
		if looksEscaped(text[at:]) {
			_, _ = io.WriteString(w, "_x005F")
		}
		_, _ = io.WriteString(w, "_")
		text = text[at+1:]
	}
	_ = xml.EscapeText(w, []byte(text))
}

// looksEscaped reports whether a text begins like _x000D_.
func looksEscaped(text string) bool {
	const length = len("_x000D_")
	return len(text) >= length && text[length-1] == '_' && strings.Trim(text[2:length-1], "0123456789abcdefABCDEF") == ""
}
