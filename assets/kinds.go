package assets

import (
	_ "embed" // for the table of kinds
	"encoding/csv"
	"fmt"
	"path"
	"strings"
)

//go:embed kinds.csv
var kindsCSV string

// kind is what a pattern of part numbers says of a license.
type kind struct{ pattern, kind string }

// loadKinds reads the table of licenses that nobody buys for a person. It was written
// by hand from the same page as the table of products.
func loadKinds() ([]kind, error) {
	rows, err := csv.NewReader(strings.NewReader(kindsCSV)).ReadAll()
	if err != nil {
		return nil, err
	}
	kinds := make([]kind, len(rows))
	for i, row := range rows {
		if _, err := path.Match(row[0], ""); err != nil {
			return nil, fmt.Errorf("kinds of licenses: %q: %w", row[0], err)
		}
		kinds[i] = kind{row[0], row[1]}
	}
	return kinds, nil
}

// Kind returns free, trial, viral or device for a SKU that the table knows as such,
// else nothing. The first pattern that the part number fits counts.
func (p *Products) Kind(skuID, partNumber string) string {
	if partNumber == "" {
		partNumber = p.partByID[strings.ToLower(skuID)]
	}
	for _, k := range p.kinds {
		if fits, _ := path.Match(k.pattern, strings.ToUpper(partNumber)); fits {
			return k.kind
		}
	}
	return ""
}
