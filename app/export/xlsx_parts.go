package export

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The parts of a workbook, as ECMA-376 part 1 names them.
const (
	xmlHeader = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

	mainNamespace     = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relationNamespace = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relationType      = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	contentType       = `application/vnd.openxmlformats-officedocument.spreadsheetml.`

	// xlsxSheetBegin takes the number of columns. The heading stays when a list is scrolled.
	xlsxSheetBegin = xmlHeader + `<worksheet ` + mainNamespace + `>` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="%d" width="24" customWidth="1"/></cols><sheetData>`
	xlsxSheetEnd = `</sheetData></worksheet>`

	// xlsxStyles holds, in cellXfs, the styles of ordinary cells, of headings and of days.
	xlsxStyles = xmlHeader + `<styleSheet ` + mainNamespace + `>` +
		`<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
		`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
)

func sheetPath(number int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", number) }

// xlsxParts returns what a workbook of so many sheets holds beside them.
func xlsxParts(sheets int) map[string]string {
	var types, relations, names strings.Builder
	for n := 1; n <= sheets; n++ {
		fmt.Fprintf(&types, `<Override PartName="/%s" ContentType="%sworksheet+xml"/>`, sheetPath(n), contentType)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>`, n, relationType, n)
		fmt.Fprintf(&names, `<sheet name="Sheet%d" sheetId="%d" r:id="rId%d"/>`, n, n, n)
	}
	const relationships = xmlHeader + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	return map[string]string{
		"[Content_Types].xml": xmlHeader + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + contentType + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + contentType + `styles+xml"/>` + types.String() + `</Types>`,
		"_rels/.rels": relationships + `<Relationship Id="rId1" Type="` + relationType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/_rels/workbook.xml.rels": relationships + relations.String() +
			fmt.Sprintf(`<Relationship Id="rId%d" Type="%sstyles" Target="styles.xml"/></Relationships>`, sheets+1, relationType),
		"xl/workbook.xml": xmlHeader + `<workbook ` + mainNamespace + ` ` + relationNamespace + `><sheets>` + names.String() + `</sheets></workbook>`,
		"xl/styles.xml":   xlsxStyles,
	}
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

// looksEscaped says whether a text begins like _x000D_.
func looksEscaped(text string) bool {
	const length = len("_x000D_")
	return len(text) >= length && text[length-1] == '_' && strings.Trim(text[2:length-1], "0123456789abcdefABCDEF") == ""
}
