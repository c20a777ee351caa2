/** How peoples and countries are called. Enough to know a nationality by; unknown ones are not learned. */
export const PEOPLES: ReadonlySet<string> = new Set(
  (
    "afghan albanian algerian american andorran angolan argentine argentinian argentinean armenian australian aussie austrian " +
    "azerbaijani bahraini bangladeshi barbadian belarusian belgian bolivian bosnian brazilian british briton bulgarian " +
    "burmese cambodian cameroonian canadian catalan chilean chinese colombian congolese croatian croat cuban cypriot czech " +
    "danish dane dominican dutch ecuadorian egyptian emirati english englishman estonian ethiopian fijian filipino filipina " +
    "finnish finn french frenchman georgian german ghanaian greek guatemalan haitian honduran hungarian icelandic " +
    "indian indonesian iranian iraqi irish israeli italian jamaican japanese jordanian kazakh kenyan korean kosovar " +
    "kuwaiti kurdish lao laotian latvian lebanese libyan lithuanian luxembourgish malagasy malaysian maltese " +
    "mexican moldovan mongolian montenegrin moroccan mozambican namibian nepalese nepali nicaraguan nigerian " +
    "norwegian omani pakistani palestinian panamanian paraguayan peruvian persian polish portuguese qatari romanian russian " +
    "rwandan salvadoran saudi scottish scot senegalese serbian serb singaporean slovak slovakian slovene slovenian somali " +
    "spanish spaniard sudanese swede swedish swiss syrian taiwanese tajik tanzanian thai tibetan tunisian turkish turk turkmen " +
    "ugandan ukrainian uruguayan uzbek venezuelan vietnamese welsh yemeni zambian zimbabwean kiwi"
  ).split(" "),
);

export const COUNTRIES: ReadonlySet<string> = new Set(
  (
    "afghanistan|albania|algeria|andorra|angola|argentina|armenia|australia|austria|azerbaijan|bahamas|bahrain|bangladesh|barbados|" +
    "belarus|belgium|bolivia|bosnia|brazil|brasil|bulgaria|cambodia|cameroon|canada|catalonia|chile|china|colombia|congo|costa rica|croatia|" +
    "cuba|cyprus|czechia|czech republic|denmark|dominican republic|ecuador|egypt|el salvador|england|estonia|ethiopia|fiji|" +
    "finland|france|georgia|germany|ghana|greece|guatemala|haiti|honduras|hong kong|hungary|iceland|india|indonesia|iran|iraq|" +
    "ireland|israel|italy|ivory coast|jamaica|japan|jordan|kazakhstan|kenya|korea|south korea|north korea|kosovo|kuwait|" +
    "kyrgyzstan|laos|latvia|lebanon|libya|lithuania|luxembourg|macedonia|madagascar|malaysia|malta|mauritius|mexico|moldova|" +
    "mongolia|montenegro|morocco|mozambique|myanmar|namibia|nepal|netherlands|holland|new zealand|nicaragua|nigeria|" +
    "norway|oman|pakistan|palestine|panama|paraguay|peru|philippines|poland|portugal|puerto rico|qatar|romania|russia|" +
    "rwanda|saudi arabia|scotland|senegal|serbia|singapore|slovakia|slovenia|somalia|south africa|spain|sri lanka|sudan|" +
    "sweden|switzerland|syria|taiwan|tajikistan|tanzania|thailand|tunisia|turkey|turkiye|uganda|ukraine|uae|" +
    "united arab emirates|united kingdom|uk|united states|us|usa|u.s.|u.s.a.|america|uruguay|uzbekistan|venezuela|vietnam|wales|yemen|" +
    "zambia|zimbabwe"
  ).split("|"),
);

export const LANGUAGES: ReadonlySet<string> = new Set(
  (
    "afrikaans albanian amharic arabic armenian azerbaijani basque belarusian bengali bosnian bulgarian burmese cantonese catalan " +
    "chinese croatian czech danish dutch english esperanto estonian farsi finnish flemish french galician georgian german " +
    "greek gujarati hausa hebrew hindi hungarian icelandic igbo indonesian irish italian japanese javanese kannada kazakh " +
    "khmer korean kurdish lao latin latvian lithuanian macedonian malay malayalam maltese mandarin marathi mongolian nepali " +
    "norwegian pashto persian polish portuguese punjabi romanian russian serbian sinhala slovak slovene slovenian somali " +
    "spanish swahili swedish tagalog tamil telugu thai tibetan turkish ukrainian urdu uzbek vietnamese welsh wolof yoruba zulu"
  ).split(" "),
);
