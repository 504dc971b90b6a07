using System.Globalization;
using System.Text.Json;

namespace AuditDashboard.LogsInsights.Tests.Reference;

/// <summary>
/// What values mean (A7, A8, A11). A value is null (missing), a <see cref="string"/>, a <see cref="Number"/>, an
/// <see cref="Instant"/>, a <see cref="JsonMap"/> or a <see cref="JsonList"/>; a condition is 1, 0 or missing.
/// </summary>
internal static class Values
{
    public static Number One { get; } = Number.Of(1m);

    public static Number Zero { get; } = Number.Of(0m);

    public static object? OfTruth(bool? truth) => truth is { } known ? (known ? One : Zero) : null;

    /// <summary>The text that functions and comparisons see; null for missing values, maps and lists.</summary>
    public static string? Text(object? value) => value switch
    {
        string text => text,
        Number number => number.Text,
        Instant instant => Print(instant),
        _ => null,
    };

    /// <summary>The text of a cell.</summary>
    public static string? Cell(object? value) => value is JsonMap or JsonList ? Json(value) : Text(value);

    /// <summary>The value as a number: also of text that looks like one, and of instants, which count in milliseconds.</summary>
    public static Number? AsNumber(object? value) => value switch
    {
        Number number => number,
        string text => Number.OfText(text),
        Instant instant => Number.Of((decimal)instant.Millis),
        _ => null,
    };

    /// <summary>Compares by value; null where the answer is missing.</summary>
    public static bool? Compare(object? left, object? right, Func<int, bool> test)
    {
        if (left is null || right is null)
        {
            return null;
        }

        if (left is JsonMap or JsonList || right is JsonMap or JsonList)
        {
            return false;
        }

        if (AsNumber(left) is { } a && AsNumber(right) is { } b)
        {
            return test(Number.Compare(a, b));
        }

        // An instant cannot be compared with text that people read.
        return left is Instant || right is Instant ? null : test(string.CompareOrdinal(Text(left), Text(right)));
    }

    /// <summary>The value as a condition.</summary>
    public static bool? Truth(object? value) => value switch
    {
        "true" => true,
        "false" => false,
        Instant => null,
        _ => AsNumber(value) is { } number ? !number.IsZero : null,
    };

    /// <summary>The ascending order of sort; neither side is missing.</summary>
    public static int Order(object left, object right)
    {
        var a = left is Instant ? null : AsNumber(left);
        var b = right is Instant ? null : AsNumber(right);
        if (left is Instant x && right is Instant y)
        {
            return x.Micros.CompareTo(y.Micros);
        }

        var isNumber = (a is not null || left is Instant, b is not null || right is Instant);
        return isNumber switch
        {
            (true, true) => Number.Compare(AsNumber(left)!, AsNumber(right)!) is var c && c != 0 ? c : string.CompareOrdinal(Text(left), Text(right)),
            (true, false) => 1,
            (false, true) => -1,
            _ => Natural(Text(left)!, Text(right)!),
        };
    }

    /// <summary>By one key of sort: missing values, and maps and lists, are last in both directions.</summary>
    public static int Order(object? left, object? right, bool isDescending)
    {
        left = left is JsonMap or JsonList ? null : left;
        right = right is JsonMap or JsonList ? null : right;
        return (left, right) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            _ => isDescending ? Order(right, left) : Order(left, right),
        };
    }

    public static string Print(Instant instant) =>
        DateTime.UnixEpoch.AddMilliseconds(instant.Millis).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Json(object? value) => value switch
    {
        JsonMap map => "{" + string.Join(',', map.Members.Select(m => Json(m.Key) + ":" + Json(m.Value))) + "}",
        JsonList list => "[" + string.Join(',', list.Items.Select(Json)) + "]",
        Number number => number.Text,
        string text when ReferenceJson.IsWord(text) => text,
        string text => JsonSerializer.Serialize(text, Relaxed),
        _ => "null",
    };

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Digit runs by length without leading zeros and then by value, other runs by code point.
    private static int Natural(string left, string right)
    {
        var a = Runs(left);
        var b = Runs(right);
        for (var i = 0; i < Math.Min(a.Count, b.Count); i++)
        {
            var order = char.IsAsciiDigit(a[i][0]) && char.IsAsciiDigit(b[i][0])
                ? Digits(a[i].TrimStart('0'), b[i].TrimStart('0'))
                : CodePoints(a[i], b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return a.Count != b.Count ? a.Count.CompareTo(b.Count) : CodePoints(left, right);
    }

    private static int Digits(string a, string b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);

    private static int CodePoints(string a, string b)
    {
        var left = a.EnumerateRunes().Select(r => r.Value).ToList();
        var right = b.EnumerateRunes().Select(r => r.Value).ToList();
        var first = left.Zip(right).FirstOrDefault(p => p.First != p.Second);
        return first != default ? first.First.CompareTo(first.Second) : left.Count.CompareTo(right.Count);
    }

    private static List<string> Runs(string text)
    {
        var runs = new List<string>();
        foreach (var c in text)
        {
            if (runs.Count > 0 && char.IsAsciiDigit(runs[^1][0]) == char.IsAsciiDigit(c))
            {
                runs[^1] += c;
            }
            else
            {
                runs.Add(c.ToString());
            }
        }

        return runs;
    }
}
