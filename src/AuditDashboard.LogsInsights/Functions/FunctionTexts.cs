namespace AuditDashboard.LogsInsights.Functions;

/// <summary>How each function is written and what it does: for completion and hover help. A test holds it against the tables of functions.</summary>
internal static class FunctionTexts
{
    private static readonly Dictionary<string, (string Signature, string Summary)> Texts = new(StringComparer.Ordinal)
    {
        // Presence and choice
        ["ispresent"] = ("ispresent(field)", "1 if the record has the field, else 0."),
        ["coalesce"] = ("coalesce(value, …)", "The first value that is not missing."),
        ["if"] = ("if(condition, then, else)", "The second value if the condition is true, else the third."),
        ["case"] = ("case(condition, value, …[, default])", "The value behind the first condition that is true; up to ten pairs."),
        ["isNumeric"] = ("isNumeric(value)", "1 if the value is a number or text that looks like one, else 0."),
        ["messageSize"] = ("messageSize(value)", "Length of the text in bytes of UTF-8."),

        // Numbers
        ["abs"] = ("abs(number)", "The number without its sign."),
        ["ceil"] = ("ceil(number)", "The number rounded up to a whole one."),
        ["floor"] = ("floor(number)", "The number rounded down to a whole one."),
        ["sqrt"] = ("sqrt(number)", "The square root; missing below 0."),
        ["log"] = ("log(number)", "The natural logarithm; missing at 0 and below."),
        ["round"] = ("round(number[, digits])", "The number rounded to so many decimals, 0 unless said; halves away from zero."),
        ["greatest"] = ("greatest(number, …)", "The greatest of the numbers."),
        ["least"] = ("least(number, …)", "The least of the numbers."),
        ["haversine"] = ("haversine(latitude1, longitude1, latitude2, longitude2)", "Distance on the globe in kilometres."),
        ["toNumber"] = ("toNumber(value)", "The value as a number; missing if it is none."),
        ["toDouble"] = ("toDouble(value)", "The value as a number; missing if it is none."),
        ["toInt"] = ("toInt(value)", "The value as a whole number, cut towards zero; missing if it is none."),
        ["toLong"] = ("toLong(value)", "The value as a whole number, cut towards zero; missing if it is none."),

        // Text
        ["isempty"] = ("isempty(field)", "1 if the field is missing or an empty text, else 0."),
        ["isblank"] = ("isblank(field)", "1 if the field is missing, empty or white space alone, else 0."),
        ["concat"] = ("concat(text, …)", "The texts joined; missing if one is missing."),
        ["ltrim"] = ("ltrim(text[, characters])", "The text without white space, or without any of the characters, at its start."),
        ["rtrim"] = ("rtrim(text[, characters])", "The text without white space, or without any of the characters, at its end."),
        ["trim"] = ("trim(text[, characters])", "The text without white space, or without any of the characters, at both ends."),
        ["strlen"] = ("strlen(text)", "Length of the text in code points."),
        ["toupper"] = ("toupper(text)", "The text in upper case."),
        ["tolower"] = ("tolower(text)", "The text in lower case."),
        ["substr"] = ("substr(text, start[, length])", "The part of the text from a position, counted from 0, to its end or of a length."),
        ["replace"] = ("replace(text, find, with)", "The text with every occurrence replaced."),
        ["regexReplace"] = ("regexReplace(text, /regular expression/, with)", "The text with every match replaced."),
        ["regex_replace"] = ("regex_replace(text, /regular expression/, with)", "The same as regexReplace."),
        ["strcontains"] = ("strcontains(text, part[, ignoreCase])", "1 if the text holds the part, else 0."),
        ["startsWith"] = ("startsWith(text, part)", "1 if the text starts with the part, else 0."),
        ["endsWith"] = ("endsWith(text, part)", "1 if the text ends with the part, else 0."),
        ["split"] = ("split(text, delimiter)", "The list of the parts between delimiters; split(x, \",\")[0] is the first."),
        ["urlencode"] = ("urlencode(text)", "The text with percent signs for what a URL cannot hold."),
        ["urldecode"] = ("urldecode(text)", "The text behind percent signs."),
        ["base64encode"] = ("base64encode(text)", "The text's UTF-8 in base64."),
        ["base64decode"] = ("base64decode(text)", "The text behind base64; missing if it is none."),
        ["hexToAscii"] = ("hexToAscii(text)", "The characters behind pairs of hexadecimal digits."),
        ["hexToDec"] = ("hexToDec(text)", "The number behind hexadecimal digits, with or without 0x."),
        ["decToHex"] = ("decToHex(number)", "The whole number in hexadecimal digits behind 0x."),
        ["md5"] = ("md5(text)", "The MD5 hash in hexadecimal digits."),
        ["sha256"] = ("sha256(text)", "The SHA-256 hash in hexadecimal digits."),

        // Times
        ["bin"] = ("bin(period)", "@timestamp rounded down to the period, such as bin(5m). Seconds and minutes count to 60, hours to 24."),
        ["datefloor"] = ("datefloor(time, period)", "The time rounded down to the period."),
        ["dateceil"] = ("dateceil(time, period)", "The time rounded up to the period."),
        ["fromMillis"] = ("fromMillis(number)", "The time behind milliseconds since 1970."),
        ["toMillis"] = ("toMillis(time)", "Milliseconds since 1970."),
        ["now"] = ("now()", "Seconds since 1970 at the start of the query."),
        ["queryStartTime"] = ("queryStartTime()", "Start of the query's window in milliseconds since 1970."),
        ["queryEndTime"] = ("queryEndTime()", "End of the query's window in milliseconds since 1970."),
        ["queryTimeRange"] = ("queryTimeRange()", "Length of the query's window in milliseconds."),
        ["formatDate"] = ("formatDate(time, \"%Y-%m-%d %H:%M\"[, zone])", "The time as text, by the letters of strftime; UTC unless a zone is given."),
        ["strftime"] = ("strftime(time, \"%Y-%m-%d %H:%M\"[, zone])", "The same as formatDate."),
        ["parseDate"] = ("parseDate(text, \"yyyy-MM-dd HH:mm\"[, zone])", "Milliseconds since 1970 behind a text, by Java's pattern letters; UTC unless a zone is given."),

        // JSON
        ["jsonParse"] = ("jsonParse(text)", "The map or list behind a JSON text: jsonParse(x).key, jsonParse(x)[0]."),
        ["jsonStringify"] = ("jsonStringify(value)", "A map or list as JSON text."),
        ["jsonArraySize"] = ("jsonArraySize(list)", "How many elements a list, or the JSON text of one, has."),
        ["jsonArrayContains"] = ("jsonArrayContains(list, value)", "1 if a list, or the JSON text of one, has the value, else 0."),

        // Addresses
        ["isValidIp"] = ("isValidIp(text)", "1 if the text is an IP address, else 0."),
        ["isValidIpV4"] = ("isValidIpV4(text)", "1 if the text is an IPv4 address, else 0."),
        ["isValidIpV6"] = ("isValidIpV6(text)", "1 if the text is an IPv6 address, else 0."),
        ["isIpInSubnet"] = ("isIpInSubnet(address, \"10.0.0.0/8\")", "1 if the address is in the block, else 0."),
        ["isIpv4InSubnet"] = ("isIpv4InSubnet(address, \"10.0.0.0/8\")", "1 if the IPv4 address is in the block, else 0."),
        ["isIpv6InSubnet"] = ("isIpv6InSubnet(address, \"2001:db8::/32\")", "1 if the IPv6 address is in the block, else 0."),
        ["ipv4ToNumber"] = ("ipv4ToNumber(address)", "The IPv4 address as a number."),
        ["isPrivateIP"] = ("isPrivateIP(address)", "1 if the address is of a private network, else 0."),
        ["isPublicIP"] = ("isPublicIP(address)", "1 if the address is neither private nor reserved, else 0."),
        ["isReservedIP"] = ("isReservedIP(address)", "1 if the address is reserved, such as loopback or link-local, else 0."),

        ["cidrlookup"] = ("cidrlookup(address, \"10.0.0.0/8\", name, …[, default])", "The name behind the narrowest block that holds the address; an extension of the local engine."),

        // Aggregates
        ["count"] = ("count(*) or count(field)", "How many rows there are, or how many have the field."),
        ["count_distinct"] = ("count_distinct(field)", "How many different values the field has; exact here."),
        ["sum"] = ("sum(number)", "The sum; what is not a number is passed over."),
        ["avg"] = ("avg(number)", "The average; what is not a number is passed over."),
        ["min"] = ("min(value)", "The least value, in the order of sort."),
        ["max"] = ("max(value)", "The greatest value, in the order of sort."),
        ["stddev"] = ("stddev(number)", "The standard deviation of the population."),
        ["variance"] = ("variance(number)", "The variance of the population; not documented by AWS."),
        ["pct"] = ("pct(number, percent)", "The percentile, such as pct(x, 95), between the closest ranks."),
        ["median"] = ("median(number)", "The same as pct(number, 50); not documented by AWS."),
        ["rate"] = ("rate(number, period)", "How much the number grows in each period, from its first to its last value by @timestamp."),
        ["countOverTime"] = ("countOverTime(field)", "How many rows have the field; with by bin(…), for each bin."),
        ["count_over_time"] = ("count_over_time(field)", "The same as countOverTime."),
        ["sumOverTime"] = ("sumOverTime(number)", "The sum; with by bin(…), for each bin."),
        ["sum_over_time"] = ("sum_over_time(number)", "The same as sumOverTime."),
        ["histogram"] = ("histogram(number, ranges)", "A map of so many ranges of equal width to how many numbers lie in each."),
        ["earliest"] = ("earliest(value)", "The value in the row with the smallest @timestamp."),
        ["latest"] = ("latest(value)", "The value in the row with the greatest @timestamp."),
        ["sortsFirst"] = ("sortsFirst(value)", "The value that sort would put first."),
        ["sortsLast"] = ("sortsLast(value)", "The value that sort would put last."),
    };

    /// <summary>The names that have a text.</summary>
    public static IEnumerable<string> Names => Texts.Keys;

    /// <summary>Signature and summary of a function, named as AWS writes it.</summary>
    public static (string Signature, string Summary) Of(string name) => Texts[name];
}
