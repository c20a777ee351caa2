import { expect, test } from "vitest";
import { loadTokenCounter } from "./count-tokens.ts";
import { estimateTokens } from "./estimate-tokens.ts";

test.for([
  ["English", "I moved to Bristol on Saturday, boxes everywhere. Where do I find good bread around the harbour?"],
  [
    "English",
    "My sister is getting married in October and I promised to bake the cake, so I need a recipe without nuts.",
  ],
  ["German", "Ich bin am Samstag nach Bremen gezogen, überall stehen Kisten. Wo bekomme ich gutes Brot am Hafen?"],
  [
    "German",
    "Meine Schwester heiratet im Oktober, und ich habe versprochen, den Kuchen zu backen; er darf keine Nüsse enthalten.",
  ],
  ["Spanish", "Me mudé a Sevilla el sábado y hay cajas por todas partes. ¿Dónde encuentro buen pan cerca del puerto?"],
  ["Spanish", "Mi hermana se casa en octubre y prometí hacer la tarta, así que necesito una receta sin nueces."],
  ["Polish", "W sobotę przeprowadziłam się do Gdańska, wszędzie stoją pudła. Gdzie kupię dobry chleb koło portu?"],
  ["Polish", "Moja siostra bierze ślub w październiku, obiecałam upiec tort i potrzebuję przepisu bez orzechów."],
  ["Turkish", "Cumartesi günü İzmir'e taşındım, her yer kutu dolu. Limanın yakınında iyi ekmeği nerede bulurum?"],
  ["Turkish", "Kız kardeşim ekimde evleniyor, pastayı ben yapacağıma söz verdim; fındıksız bir tarife ihtiyacım var."],
  [
    "Vietnamese",
    "Hôm thứ bảy tôi đã chuyển đến Đà Nẵng, khắp nơi toàn là thùng. Gần cảng có chỗ nào bán bánh mì ngon không?",
  ],
  ["Vietnamese", "Chị tôi sẽ cưới vào tháng mười và tôi đã hứa làm bánh, nên tôi cần một công thức không có hạt."],
  ["Finnish", "Muutin lauantaina Turkuun, ja laatikoita on kaikkialla. Mistä löydän hyvää leipää sataman läheltä?"],
  ["Finnish", "Siskoni menee naimisiin lokakuussa ja lupasin leipoa kakun, joten tarvitsen ohjeen ilman pähkinöitä."],
  ["Russian", "В субботу я переехала в Ригу, повсюду коробки. Где у порта можно купить хороший хлеб?"],
  ["Russian", "Моя сестра выходит замуж в октябре, я обещала испечь торт, и мне нужен рецепт без орехов."],
  ["Ukrainian", "У суботу я переїхала до Одеси, всюди коробки. Де біля порту можна купити добрий хліб?"],
  ["Ukrainian", "Моя сестра виходить заміж у жовтні, я обіцяла спекти торт, і мені потрібен рецепт без горіхів."],
  ["Greek", "Το Σάββατο μετακόμισα στον Βόλο, παντού κουτιά. Πού θα βρω καλό ψωμί κοντά στο λιμάνι;"],
  ["Greek", "Η αδελφή μου παντρεύεται τον Οκτώβριο και υποσχέθηκα να φτιάξω την τούρτα χωρίς ξηρούς καρπούς."],
  ["Arabic", "انتقلت يوم السبت إلى الإسكندرية والصناديق في كل مكان. أين أجد خبزا جيدا قرب الميناء؟"],
  ["Arabic", "ستتزوج أختي في أكتوبر ووعدتها أن أخبز الكعكة، لذلك أحتاج إلى وصفة بلا مكسرات."],
  ["Persian", "شنبه به بوشهر اسباب‌کشی کردم و همه جا پر از جعبه است. نزدیک بندر از کجا نان خوب بخرم؟"],
  ["Persian", "خواهرم در مهر ازدواج می‌کند و قول داده‌ام کیک را من بپزم."],
  ["Hebrew", "עברתי בשבת לחיפה ויש ארגזים בכל מקום. איפה מוצאים לחם טוב ליד הנמל?"],
  ["Hebrew", "אחותי מתחתנת באוקטובר והבטחתי לאפות את העוגה, אז אני צריכה מתכון בלי אגוזים."],
  ["Hindi", "मैं शनिवार को मुंबई आ गई, हर तरफ़ डिब्बे पड़े हैं। बंदरगाह के पास अच्छी रोटी कहाँ मिलेगी?"],
  ["Hindi", "मेरी बहन की शादी अक्टूबर में है और मैंने केक बनाने का वादा किया है, इसलिए मुझे बिना मेवे की विधि चाहिए।"],
  ["Bengali", "আমি শনিবার চট্টগ্রামে চলে এসেছি, চারদিকে বাক্স। বন্দরের কাছে ভালো রুটি কোথায় পাব?"],
  ["Bengali", "আমার বোনের বিয়ে অক্টোবরে, আমি কেক বানানোর কথা দিয়েছি।"],
  ["Tamil", "சனிக்கிழமை நான் சென்னைக்கு குடிபெயர்ந்தேன், எங்கும் பெட்டிகள். துறைமுகம் அருகே நல்ல ரொட்டி எங்கே கிடைக்கும்?"],
  ["Tamil", "என் சகோதரிக்கு அக்டோபரில் திருமணம், நான் கேக் செய்வதாக சொன்னேன்."],
  ["Thai", "เมื่อวันเสาร์ฉันย้ายไปอยู่ที่ภูเก็ต กล่องเต็มไปหมด แถวท่าเรือมีขนมปังอร่อยขายที่ไหน"],
  ["Thai", "พี่สาวของฉันจะแต่งงานเดือนตุลาคม ฉันสัญญาว่าจะทำเค้ก เลยอยากได้สูตรที่ไม่มีถั่ว"],
  ["Burmese", "စနေနေ့က ကျွန်မ ရန်ကုန်ကို ပြောင်းလာတယ်၊ သေတ္တာတွေ နေရာတိုင်းမှာ ရှိတယ်။ ဆိပ်ကမ်းနားမှာ ပေါင်မုန့်ကောင်းကောင်း ဘယ်မှာ ရနိုင်မလဲ။"],
  ["Khmer", "ខ្ញុំបានផ្លាស់ទៅក្រុងកំពតកាលពីថ្ងៃសៅរ៍ មានប្រអប់នៅគ្រប់ទីកន្លែង។ តើខ្ញុំអាចទិញនំប៉័ងឆ្ងាញ់នៅជិតកំពង់ផែឯណា?"],
  ["Lao", "ວັນເສົາຂ້ອຍຍ້າຍໄປຢູ່ຫຼວງພະບາງ ມີກ່ອງຢູ່ທຸກບ່ອນ. ຊື້ເຂົ້າຈີ່ແຊບໄດ້ຢູ່ໃສໃກ້ທ່າເຮືອ?"],
  ["Georgian", "შაბათს ბათუმში გადავედი, ყველგან ყუთებია. სად ვიპოვო კარგი პური ნავსადგურთან?"],
  ["Armenian", "Շաբաթ օրը տեղափոխվեցի Գյումրի, ամենուր արկղեր են։ Որտե՞ղ կարող եմ լավ հաց գտնել։"],
  ["Chinese", "我上周搬到了苏州，到处都是箱子。港口附近哪里可以买到好吃的面包？我对坚果过敏。"],
  ["Chinese", "我妹妹十月结婚，我答应给她做蛋糕，所以需要一个不含坚果的食谱。"],
  ["Chinese, traditional", "我上週搬到了高雄，到處都是箱子。港口附近哪裡可以買到好吃的麵包？我對堅果過敏。"],
  ["Japanese", "土曜日に神戸へ引っ越しました。部屋は段ボールだらけです。港の近くでおいしいパンはどこで買えますか。"],
  ["Japanese", "妹が十月に結婚するのでケーキを焼く約束をしました。ナッツを使わないレシピが必要です。"],
  ["Korean", "토요일에 부산으로 이사했는데 온통 상자뿐이에요. 항구 근처에서 맛있는 빵은 어디서 살 수 있나요?"],
  ["Korean", "여동생이 시월에 결혼해서 케이크를 굽기로 약속했어요. 견과류 없는 조리법이 필요해요."],
  ["emoji", "🎉🎂🥳🍞🚢🏠📦😀❤️👍🏽👨‍👩‍👧🇵🇹"],
  ["emoji", "I moved! 🎉🎉 so happy 😀🏠📦 bread 🍞🥐 please 🙏🏽"],
  ["a program", "for (const item of items) { console.log(item.name, item.value ?? 0); }"],
  ["Telugu", "నేను శనివారం విశాఖపట్నం వచ్చాను, ఎక్కడ చూసినా పెట్టెలే. ఓడరేవు దగ్గర మంచి రొట్టె ఎక్కడ దొరుకుతుంది?"],
  ["Gujarati", "હું શનિવારે સુરત આવી ગઈ, બધે બોક્સ છે. બંદર પાસે સારી બ્રેડ ક્યાં મળશે?"],
  ["Amharic", "ቅዳሜ ወደ ሐዋሳ ተዛወርኩ፣ በየቦታው ሳጥኖች አሉ። ጥሩ ዳቦ የት አገኛለሁ?"],
  ["Sinhala", "සෙනසුරාදා මම ගාල්ලට ආවා, හැම තැනම පෙට්ටි. වරාය ළඟ හොඳ පාන් කොහෙන්ද ගන්නේ?"],
  ["Kannada", "ನಾನು ಶನಿವಾರ ಮೈಸೂರಿಗೆ ಬಂದೆ, ಎಲ್ಲೆಡೆ ಪೆಟ್ಟಿಗೆಗಳಿವೆ. ಒಳ್ಳೆಯ ಬ್ರೆಡ್ ಎಲ್ಲಿ ಸಿಗುತ್ತದೆ?"],
  ["Malayalam", "ഞാൻ ശനിയാഴ്ച കൊച്ചിയിലേക്ക് മാറി, എല്ലായിടത്തും പെട്ടികൾ. നല്ല റൊട്ടി എവിടെ കിട്ടും?"],
  ["Punjabi", "ਮੈਂ ਸ਼ਨੀਵਾਰ ਨੂੰ ਅੰਮ੍ਰਿਤਸਰ ਆ ਗਈ, ਹਰ ਪਾਸੇ ਡੱਬੇ ਹਨ। ਚੰਗੀ ਰੋਟੀ ਕਿੱਥੇ ਮਿਲੇਗੀ?"],
  ["several scripts at once", "Tomorrow I fly to 東京, then to Köln. 👍"],
] as const)("of %s the estimate is within a third of the true count", async ([, text]) => {
  const count = await loadTokenCounter();
  expect(estimateTokens(text) / count(text)).toBeGreaterThan(2 / 3);
  expect(estimateTokens(text) / count(text)).toBeLessThan(4 / 3);
});

test("nothing is nothing, and half a character is no error", () => {
  expect(estimateTokens("")).toBe(0);
  expect(estimateTokens("\ud83c")).toBe(1);
});
