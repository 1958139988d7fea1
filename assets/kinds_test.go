package assets

import "testing"

func TestProductKind(t *testing.T) {
	products, err := LoadProducts()
	if err != nil {
		t.Fatal(err)
	}
	for part, want := range map[string]string{
		"FLOW_FREE": "free", "POWER_BI_STANDARD": "free", "WINDOWS_STORE": "free", "STREAM": "free", "RIGHTSMANAGEMENT_ADHOC": "free",
		"POWERAPPS_DEV":               "free",
		"STANDARDWOFFPACK_IW_FACULTY": "free", "PHONESYSTEM_VIRTUALUSER": "free", "DEVELOPERPACK_E5": "free", "power_bi_standard": "free",
		"POWERAPPS_VIRAL": "viral", "CCIBOTS_PRIVPREV_VIRAL": "viral", "Dynamics_365_Sales_Premium_Viral_Trial": "viral",
		"TEAMS_EXPLORATORY": "trial", "FORMS_PRO": "trial", "Teams_Commercial_Trial": "trial", "Power_Pages_vTrial_for_Makers": "trial",
		"OFFICE_PROPLUS_DEVICE1": "device", "OFFICE_PROPLUS_DEVICE_FACULTY": "device", "INTUNE_A_D": "device",
		"SPE_E3": "", "SPE_E5": "", "STREAM_P2": "", "Microsoft_Teams_Shared_Devices": "", "MEETING_ROOM": "", "FREELANCE_SUITE": "",
		"INTUNE_A": "", "": "",
	} {
		if got := products.Kind("", part); got != want {
			t.Errorf("%s is %q, want %q", part, got, want)
		}
	}
	if got := products.Kind("F30DB892-07E9-47E9-837C-80727F46FD3D", ""); got != "free" {
		t.Errorf("an id without a part number is %q", got)
	}
}

func TestKindTableIsSound(t *testing.T) {
	kinds, err := loadKinds()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, k := range kinds {
		switch k.kind {
		case "free", "trial", "viral", "device":
		default:
			t.Errorf("%+v is of no kind", k)
		}
		if seen[k.pattern] {
			t.Errorf("%q stands twice", k.pattern)
		}
		seen[k.pattern] = true
	}
}
