using System.Collections.Concurrent;
using System.Globalization;

namespace PipelineKit.Templating;

/// <summary>
/// Cultures by name. The process has none but the invariant one (InvariantGlobalization), so that output is the same on every machine; these are the common ones, by hand,
/// with the values of the Unicode CLDR.
/// </summary>
internal static class Cultures
{
    private static readonly ConcurrentDictionary<string, CultureInfo> Made = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The culture of a name (<c>fr-FR</c>, <c>fr</c>), or the rendering's own for null.</summary>
    /// <exception cref="TemplateException">There is no such culture.</exception>
    public static CultureInfo Get(RenderContext context, string? name)
    {
        if (name is null)
        {
            return context.Culture;
        }

        if (name.Length == 0)
        {
            return CultureInfo.InvariantCulture;
        }

        if (Made.TryGetValue(name, out var culture))
        {
            return culture;
        }

        var data = CultureData.Find(name) ?? throw context.Error($"Culture is not supported. (Parameter 'name')\n{TypeNames.Shown(name)} is an invalid culture identifier.");
        return Made.GetOrAdd(name, Make(data));
    }

    private static CultureInfo Make(CultureData data)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var numbers = culture.NumberFormat;
        numbers.NumberDecimalSeparator = numbers.CurrencyDecimalSeparator = numbers.PercentDecimalSeparator = data.Decimal;
        numbers.NumberGroupSeparator = numbers.CurrencyGroupSeparator = numbers.PercentGroupSeparator = data.Group;
        numbers.CurrencySymbol = data.Currency;
        numbers.CurrencyPositivePattern = data.IsCurrencyLast ? 3 : 0;
        numbers.CurrencyNegativePattern = data.IsCurrencyLast ? 8 : 1;
        numbers.PercentPositivePattern = data.IsCurrencyLast ? 0 : 1;
        numbers.PercentNegativePattern = data.IsCurrencyLast ? 0 : 1;

        var dates = culture.DateTimeFormat;
        dates.ShortDatePattern = data.Date;
        dates.LongTimePattern = data.Time;
        dates.FirstDayOfWeek = data.Name is "en-US" or "pt-BR" ? DayOfWeek.Sunday : DayOfWeek.Monday;
        dates.CalendarWeekRule = data.Name is "en-US" or "pt-BR" ? CalendarWeekRule.FirstDay : CalendarWeekRule.FirstFourDayWeek;
        dates.AMDesignator = data.Am;
        dates.PMDesignator = data.Pm;
        dates.MonthNames = dates.MonthGenitiveNames = Words(data.Months, 13);
        dates.AbbreviatedMonthNames = dates.AbbreviatedMonthGenitiveNames = Words(data.ShortMonths, 13);
        dates.DayNames = Words(data.Days, 7);
        dates.AbbreviatedDayNames = Words(data.ShortDays, 7);
        return CultureInfo.ReadOnly(culture);
    }

    private static string[] Words(string words, int count)
    {
        var result = words.Split(' ');
        Array.Resize(ref result, count);
        for (var i = 0; i < count; i++)
        {
            result[i] ??= string.Empty;
        }

        return result;
    }
}

/// <summary>What a culture is made of. Lists of words begin with January and with Sunday.</summary>
internal sealed record CultureData(string Name, string Date, string Decimal, string Group, string Currency, string Months, string ShortMonths, string Days, string ShortDays)
{
    private const string EnglishMonths = "January February March April May June July August September October November December";
    private const string EnglishShortMonths = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    private const string EnglishDays = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday";
    private const string EnglishShortDays = "Sun Mon Tue Wed Thu Fri Sat";

    // The first of a language is the one its bare name means.
    private static readonly CultureData[] All =
    [
        new("en-US", "M/d/yyyy", ".", ",", "$", EnglishMonths, EnglishShortMonths, EnglishDays, EnglishShortDays) { Time = "h:mm:ss tt" },
        new("en-GB", "dd/MM/yyyy", ".", ",", "£", EnglishMonths, "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec", EnglishDays, EnglishShortDays) { Am = "am", Pm = "pm" },
        new("en-CA", "yyyy-MM-dd", ".", ",", "$", EnglishMonths, EnglishShortMonths, EnglishDays, EnglishShortDays) { Time = "h:mm:ss tt", Am = "a.m.", Pm = "p.m." },
        new("en-AU", "d/MM/yyyy", ".", ",", "$", EnglishMonths, EnglishShortMonths, EnglishDays, EnglishShortDays) { Time = "h:mm:ss tt", Am = "am", Pm = "pm" },
        new("en-IE", "dd/MM/yyyy", ".", ",", "€", EnglishMonths, "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec", EnglishDays, EnglishShortDays) { Am = "am", Pm = "pm" },
        new("fr-FR", "dd/MM/yyyy", ",", "\u202F", "€", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.", "dimanche lundi mardi mercredi jeudi vendredi samedi", "dim. lun. mar. mer. jeu. ven. sam."),
        new("de-DE", "dd.MM.yyyy", ",", ".", "€", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag", "So Mo Di Mi Do Fr Sa"),
        new("es-ES", "d/M/yyyy", ",", ".", "€", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "ene feb mar abr may jun jul ago sept oct nov dic", "domingo lunes martes miércoles jueves viernes sábado", "dom lun mar mié jue vie sáb") { Time = "H:mm:ss", Am = "a. m.", Pm = "p. m." },
        new("it-IT", "dd/MM/yyyy", ",", ".", "€", "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "gen feb mar apr mag giu lug ago set ott nov dic", "domenica lunedì martedì mercoledì giovedì venerdì sabato", "dom lun mar mer gio ven sab"),
        new("nl-NL", "dd-MM-yyyy", ",", ".", "€", "januari februari maart april mei juni juli augustus september oktober november december",
            "jan feb mrt apr mei jun jul aug sep okt nov dec", "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag", "zo ma di wo do vr za") { Am = "a.m.", Pm = "p.m." },
        new("pt-BR", "dd/MM/yyyy", ",", ".", "R$", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.", "domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado", "dom. seg. ter. qua. qui. sex. sáb."),
        new("pt-PT", "dd/MM/yyyy", ",", "\u00A0", "€", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.", "domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado", "domingo segunda terça quarta quinta sexta sábado"),
        new("sv-SE", "yyyy-MM-dd", ",", "\u00A0", "kr", "januari februari mars april maj juni juli augusti september oktober november december",
            "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.", "söndag måndag tisdag onsdag torsdag fredag lördag", "sön mån tis ons tors fre lör") { Am = "fm", Pm = "em" },
        new("da-DK", "dd.MM.yyyy", ",", ".", "kr.", "januar februar marts april maj juni juli august september oktober november december",
            "jan. feb. mar. apr. maj jun. jul. aug. sep. okt. nov. dec.", "søndag mandag tirsdag onsdag torsdag fredag lørdag", "søn. man. tirs. ons. tors. fre. lør.") { Time = "HH.mm.ss" },
        new("pl-PL", "d.MM.yyyy", ",", "\u00A0", "zł", "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
            "sty lut mar kwi maj cze lip sie wrz paź lis gru", "niedziela poniedziałek wtorek środa czwartek piątek sobota", "niedz. pon. wt. śr. czw. pt. sob."),
    ];

    /// <summary>Pattern of a time of the day.</summary>
    public string Time { get; init; } = "HH:mm:ss";

    /// <summary>Before noon.</summary>
    public string Am { get; init; } = "AM";

    /// <summary>After noon.</summary>
    public string Pm { get; init; } = "PM";

    /// <summary>Whether the currency and the percent sign stand behind the number with a blank between.</summary>
    public bool IsCurrencyLast => Decimal == ",";

    /// <summary>The data of a culture, or of the main one of a language; null without.</summary>
    public static CultureData? Find(string name) =>
        Array.Find(All, data => string.Equals(data.Name, name, StringComparison.OrdinalIgnoreCase)
            || (name.Length == 2 && data.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)));
}
