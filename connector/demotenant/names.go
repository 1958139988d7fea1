package demotenant

import "strings"

// word is a name as people write it and as it stands in a mail address.
type word struct{ text, ascii string }

// office is a place where people of the company work.
type office struct{ name, city, state, country, code string }

// locale is a group of people whose names go together. Surnames occur in one
// locale only, which makes given name + surname unique over all of them.
type locale struct {
	givens, surnames []word
	// surnameFirst says that the display name is the surname followed by the
	// given name without a space.
	surnameFirst bool
	offices      []office
}

// words makes words of texts, behind each of which stands how it is spelled in
// ASCII.
func words(texts ...string) []word {
	list := make([]word, len(texts))
	for i, text := range texts {
		at := strings.LastIndexByte(text, ' ')
		list[i] = word{text[:at], text[at+1:]}
	}
	return list
}

// same makes words of names that are written with ASCII letters only.
func same(names ...string) []word {
	words := make([]word, len(names))
	for i, name := range names {
		words[i] = word{name, lowerASCII(name)}
	}
	return words
}

// lowerASCII keeps the letters and digits of an ASCII name, in lower case.
func lowerASCII(name string) string {
	b := make([]byte, 0, len(name))
	for _, c := range []byte(name) {
		switch {
		case 'A' <= c && c <= 'Z':
			b = append(b, c+'a'-'A')
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			b = append(b, c)
		}
	}
	return string(b)
}

var english = locale{
	givens: same("Olivia", "Noah", "Emma", "Liam", "Ava", "Oliver", "Sophia", "James", "Isabella", "William", "Mia", "Benjamin",
		"Charlotte", "Lucas", "Amelia", "Henry", "Harper", "Alexander", "Evelyn", "Mason", "Abigail", "Michael", "Emily", "Ethan",
		"Ella", "Daniel", "Grace", "Jacob", "Chloe", "Logan", "Victoria", "Jackson", "Riley", "Levi", "Zoe", "Samuel", "Hannah",
		"Owen", "Lily", "Wyatt"),
	surnames: same("Smith", "Johnson", "Williams", "Brown", "Jones", "Miller", "Davis", "Wilson", "Anderson", "Taylor", "Thomas",
		"Moore", "Martin", "Jackson", "Thompson", "White", "Harris", "Clark", "Lewis", "Robinson", "Walker", "Young", "Allen",
		"King", "Wright", "Scott", "Hill", "Green", "Adams", "Baker", "Nelson", "Mitchell", "Campbell", "Roberts", "Carter",
		"Phillips", "Evans", "Turner", "O'Brien", "Fitzgerald-Stone"),
	offices: []office{
		{"SEA/12-301", "Seattle", "WA", "United States", "US"},
		{"NYC/4", "New York", "NY", "United States", "US"},
		{"LON/2", "London", "", "United Kingdom", "GB"},
		{"TOR/7", "Toronto", "ON", "Canada", "CA"},
		{"SYD/1", "Sydney", "NSW", "Australia", "AU"},
	},
}

var german = locale{
	givens: words("Jürgen juergen", "Käthe kaethe", "Günther guenther", "Anna anna", "Lukas lukas", "Sören soeren",
		"Bärbel baerbel", "Matthias matthias", "Ursula ursula", "Jörg joerg", "Katharina katharina", "Stefan stefan",
		"Heike heike", "Björn bjoern"),
	surnames: words("Müller mueller", "Schäfer schaefer", "Groß gross", "Weiß weiss", "Köhler koehler", "Schröder schroeder",
		"Krüger krueger", "Hoffmann hoffmann", "Fischer fischer", "Böhm boehm", "Jäger jaeger", "von der Heide vonderheide",
		"Zimmermann zimmermann", "Lübke luebke"),
	offices: []office{
		{"MUC/1.204", "München", "Bayern", "Germany", "DE"},
		{"BER/3", "Berlin", "", "Germany", "DE"},
		{"ZRH/2", "Zürich", "ZH", "Switzerland", "CH"},
		{"VIE/1", "Wien", "", "Austria", "AT"},
	},
}

var french = locale{
	givens: words("Zoé zoe", "François francois", "Hélène helene", "Jérôme jerome", "Chloé chloe", "Loïc loic", "Anaïs anais",
		"Benoît benoit", "Élodie elodie", "Gaël gael", "Manon manon", "Rémi remi", "Camille camille", "Aurélie aurelie"),
	surnames: words("Lefèvre lefevre", "Dupont dupont", "Girard girard", "Béranger beranger", "D'Aubigné daubigne",
		"Moreau moreau", "Noël noel", "Gauthier gauthier", "Besançon besancon", "Le Goff legoff", "Mercier mercier",
		"Fontaine fontaine", "Châtelain chatelain"),
	offices: []office{
		{"PAR/5", "Paris", "Île-de-France", "France", "FR"},
		{"LYS/1", "Lyon", "", "France", "FR"},
		{"MTL/3", "Montréal", "QC", "Canada", "CA"},
	},
}

var iberian = locale{
	givens: words("José jose", "María maria", "Begoña begona", "Ángel angel", "Íñigo inigo", "Lucía lucia", "João joao",
		"Inês ines", "Martín martin", "Concepción concepcion", "Raúl raul", "Conceição conceicao", "Andrés andres"),
	surnames: words("García garcia", "Núñez nunez", "Muñoz munoz", "Ibáñez ibanez", "Gonçalves goncalves", "Assunção assuncao",
		"Peña Ortega penaortega", "Jiménez jimenez", "Araújo araujo", "Cortés cortes", "Magalhães magalhaes",
		"Fernández fernandez", "Domínguez dominguez"),
	offices: []office{
		{"MAD/6", "Madrid", "", "Spain", "ES"},
		{"LIS/2", "Lisboa", "", "Portugal", "PT"},
		{"GRU/9", "São Paulo", "SP", "Brazil", "BR"},
		{"MEX/1", "Ciudad de México", "CDMX", "Mexico", "MX"},
	},
}

var nordic = locale{
	givens: words("Åsa asa", "Bjørn bjorn", "Søren soren", "Märta marta", "Øystein oystein", "Päivi paivi", "Göran goran",
		"Sigrún sigrun", "Håkan hakan", "Maj-Britt majbritt", "Jørgen jorgen"),
	surnames: words("Ångström angstrom", "Sørensen sorensen", "Hämäläinen hamalainen", "Bjørnson bjornson", "Öberg oberg",
		"Nygård nygard", "Guðmundsdóttir gudmundsdottir", "Lindström lindstrom", "Kjær kjaer", "Mäkinen makinen",
		"Håland haland"),
	offices: []office{
		{"ARN/2", "Stockholm", "", "Sweden", "SE"},
		{"CPH/1", "København", "", "Denmark", "DK"},
		{"HEL/4", "Helsinki", "", "Finland", "FI"},
		{"OSL/1", "Oslo", "", "Norway", "NO"},
	},
}

var easternEuropean = locale{
	givens: words("Łukasz lukasz", "Agnieszka agnieszka", "Jiří jiri", "Zuzana zuzana", "István istvan", "Ştefan stefan",
		"Małgorzata malgorzata", "Đorđe djordje", "Tomáš tomas", "Żaneta zaneta", "Čedomir cedomir"),
	surnames: words("Wiśniewski wisniewski", "Dvořák dvorak", "Kovačević kovacevic", "Szabó szabo",
		"Brzęczyszczykiewicz brzeczyszczykiewicz", "Popescu popescu", "Žižka zizka", "Nowak nowak", "Ionuţ ionut", "Őry ory",
		"Wójcik wojcik"),
	offices: []office{
		{"WAW/3", "Warszawa", "", "Poland", "PL"},
		{"PRG/2", "Praha", "", "Czechia", "CZ"},
		{"BUD/1", "Budapest", "", "Hungary", "HU"},
		{"OTP/1", "București", "", "Romania", "RO"},
	},
}

var turkish = locale{
	givens: words("İbrahim ibrahim", "Ayşe ayse", "Çağla cagla", "Oğuz oguz", "Şebnem sebnem", "Işıl isil", "Ümit umit"),
	surnames: words("Yıldız yildiz", "Öztürk ozturk", "Çelik celik", "Şahin sahin", "Güneş gunes", "Ağaoğlu agaoglu",
		"Işık isik"),
	offices: []office{{"IST/2", "İstanbul", "", "Türkiye", "TR"}},
}

var russian = locale{
	givens: words("Алексей alexey", "Екатерина ekaterina", "Дмитрий dmitry", "Юлия yulia", "Сергей sergey", "Ольга olga",
		"Фёдор fyodor"),
	surnames: words("Иванов ivanov", "Кузнецова kuznetsova", "Щербаков shcherbakov", "Соловьёв solovyov",
		"Шевченко shevchenko", "Мельник melnyk", "Жуковский zhukovsky"),
	offices: []office{{"ALA/1", "Алматы", "", "Kazakhstan", "KZ"}, {"KBP/1", "Київ", "", "Ukraine", "UA"}},
}

var chinese = locale{
	surnameFirst: true,
	givens:       words("伟 wei", "芳 fang", "秀英 xiuying", "建国 jianguo", "丽 li", "志强 zhiqiang", "婷婷 tingting", "宇 yu", "雪梅 xuemei"),
	surnames:     words("王 wang", "李 lee", "张 zhang", "刘 liu", "陈 chen", "欧阳 ouyang", "黄 huang", "赵 zhao", "诸葛 zhuge"),
	offices:      []office{{"PVG/8", "上海", "", "China", "CN"}, {"TPE/2", "臺北", "", "Taiwan", "TW"}, {"SIN/1", "Singapore", "", "Singapore", "SG"}},
}

var japanese = locale{
	surnameFirst: true,
	givens:       words("太郎 taro", "花子 hanako", "健一 kenichi", "美咲 misaki", "翔太 shota", "さくら sakura", "一郎 ichiro", "結衣 yui"),
	surnames: words("佐藤 sato", "鈴木 suzuki", "高橋 takahashi", "田中 tanaka", "渡邉 watanabe", "山本 yamamoto", "小林 kobayashi",
		"斎藤 saito"),
	offices: []office{{"NRT/3", "東京", "", "Japan", "JP"}, {"KIX/1", "大阪", "", "Japan", "JP"}},
}

var korean = locale{
	surnameFirst: true,
	givens:       words("민준 minjun", "서연 seoyeon", "지훈 jihoon", "수빈 subin", "예은 yeeun", "도윤 doyun"),
	surnames:     words("김 kim", "박 park", "최 choi", "정 jung", "강 kang", "남궁 namgung"),
	offices:      []office{{"ICN/1", "서울", "", "Korea", "KR"}},
}

var arabic = locale{
	givens: words("محمد mohammed", "فاطمة fatima", "أحمد ahmed", "ليلى layla", "خالد khalid", "نور nour"),
	surnames: words("الحربي alharbi", "الخطيب alkhatib", "حداد haddad", "المنصوري almansoori", "بن علي benali",
		"القحطاني alqahtani"),
	offices: []office{{"DXB/4", "دبي", "", "United Arab Emirates", "AE"}, {"CAI/1", "Cairo", "", "Egypt", "EG"}},
}

var indian = locale{
	givens: words("Aarav aarav", "Priya priya", "आरव aarava", "Lakshmi lakshmi", "Rohan rohan", "Ananya ananya",
		"Vikram vikram", "Sneha sneha", "Arjun arjun", "Divya divya"),
	surnames: same("Sharma", "Patel", "Iyer", "Reddy", "Singh", "Chatterjee", "Nair", "Venkataraman", "Gupta", "Banerjee"),
	offices:  []office{{"BLR/6", "Bengaluru", "KA", "India", "IN"}, {"DEL/2", "New Delhi", "DL", "India", "IN"}},
}

var hellenic = locale{
	givens:   words("Γεώργιος georgios", "Ελένη eleni", "Νίκος nikos", "Σοφία sofia"),
	surnames: words("Παπαδόπουλος papadopoulos", "Οικονόμου oikonomou", "Νικολάου nikolaou", "Γεωργίου georgiou"),
	offices:  []office{{"ATH/1", "Αθήνα", "", "Greece", "GR"}},
}

var locales = [...]*locale{
	&english, &german, &french, &iberian, &nordic, &easternEuropean, &turkish,
	&russian, &chinese, &japanese, &korean, &arabic, &indian, &hellenic,
}

// personNames is the number of different combinations of given name and
// surname; after that many people, names come again with a number.
var personNames = func() int {
	n := 0
	for _, l := range locales {
		n += len(l.givens) * len(l.surnames)
	}
	return n
}()

// shuffle is coprime to personNames (a prime larger than it), so that
// multiplying by it visits every combination once, far from alphabetically.
const shuffle = 1_000_003

// person is somebody's name. Round counts how often the same name came before.
type person struct {
	locale         *locale
	given, surname *word
	round          int
}

// personAt returns the name of somebody; different numbers have different
// combinations of name and round.
func personAt(number int) person {
	round, rest := number/personNames, number%personNames
	at := rest * shuffle % personNames
	for _, l := range locales {
		n := len(l.givens) * len(l.surnames)
		if at < n {
			return person{l, &l.givens[at%len(l.givens)], &l.surnames[at/len(l.givens)], round}
		}
		at -= n
	}
	panic("demotenant: the combinations of names do not add up")
}

var departments = [...]string{
	"Sales", "Marketing", "Finance", "Human Resources", "Information Technology", "Research & Development",
	"Manufacturing", "Logistics", "Legal", "Customer Service", "Procurement", "Qualitätssicherung",
}

var jobTitles = [...]string{
	"Account Manager", "Analyst", "Engineer", "Senior Engineer", "Team Lead", "Director", "Assistant",
	"Consultant", "Accountant", "Technician", "Chargé d'affaires", "Product Manager", "Vice President",
}

// partner is a company whose people are guests.
type partner struct{ name, domain string }

var partners = [...]partner{
	{"Fabrikam", "fabrikam.example"},
	{"Northwind Traders", "northwind.example"},
	{"Tailspin Toys", "tailspin.example"},
	{"Büro Süd GmbH", "buero-sued.example"},
}

var mailboxes = [...]word{
	{"Support, Europe", "support"}, {"Info", "info"}, {"Invoices", "invoices"}, {"Recruiting", "recruiting"}, {"Service Desk", "servicedesk"},
}
