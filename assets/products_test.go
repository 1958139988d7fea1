package assets

import (
	"encoding/csv"
	"regexp"
	"strings"
	"testing"
)

func TestProductName(t *testing.T) {
	products, err := LoadProducts()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, id, part, want string }{
		{"given a known SKU, then its product name", "05e9a617-0261-4cee-bb44-138d3ef5d965", "SPE_E3", "Microsoft 365 E3"},
		{"given an id in capitals, then its product name", "05E9A617-0261-4CEE-BB44-138D3EF5D965", "x", "Microsoft 365 E3"},
		{"given only a known part number, then its product name", "", "power_bi_pro", "Power BI Pro"},
		{"given a SKU that no list has, then nothing", "00000000-0000-0000-0000-000000000001", "NEW_SKU_2027", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := products.Name(test.id, test.part); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestProductTableIsSound(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(productsCSV)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	guid := regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	ids, parts := map[string]bool{}, map[string]bool{}
	for _, row := range rows {
		if !guid.MatchString(row[0]) || row[1] == "" || strings.TrimSpace(row[2]) != row[2] || row[2] == "" {
			t.Errorf("unsound row %q", row)
		}
		if ids[row[0]] || parts[row[1]] {
			t.Errorf("row %q stands twice", row)
		}
		ids[row[0]], parts[row[1]] = true, true
	}
}

func TestPlanName(t *testing.T) {
	products, err := LoadProducts()
	if err != nil {
		t.Fatal(err)
	}
	for plan, want := range map[string]string{
		"AAD_PREMIUM": "Microsoft Entra ID P1", "adallom_s_o365": "Office 365 Cloud App Security", "NEW_PLAN_2027": "", "": "",
	} {
		if got := products.Plan(plan); got != want {
			t.Errorf("%s is %q, want %q", plan, got, want)
		}
	}
}

func TestPlanTableIsSound(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(plansCSV)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, row := range rows {
		plan := strings.ToUpper(row[0])
		if plan == "" || row[1] == "" || strings.TrimSpace(row[0]+row[1]) != row[0]+row[1] || seen[plan] {
			t.Errorf("unsound row %q", row)
		}
		seen[plan] = true
	}
}
