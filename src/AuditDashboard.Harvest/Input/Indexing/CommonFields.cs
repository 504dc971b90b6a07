using System.Buffers;
using System.Text;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Harvest.Input.Indexing;

/// <summary>The fields whose values an index knows, and how a value is written in it.</summary>
/// <remarks>
/// The engine compares by value: <c>"0401"</c> equals 401, and a text with escapes equals the one without. An index knows bytes. So only values
/// that can be written in one way are in it, and where a block holds any other value of a field, it is not asked for that field.
/// </remarks>
internal static class CommonFields
{
    // Longest whole number whose digits are compared one by one; longer ones are left to the engine.
    private const int MostDigits = 18;

    private static readonly SearchValues<byte> NumberLetters = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>Names of the fields; their places are bits of <see cref="BlockSummary.OddFields"/>. All of them are <see cref="PlainEvents.Members"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "verb", "user.username", "impersonatedUser.username", "objectRef.resource", "objectRef.subresource", "objectRef.namespace", "objectRef.name",
        "responseStatus.code",
    ];

    /// <summary>Where the fields are among <see cref="PlainEvents.Members"/>.</summary>
    public static IReadOnlyList<int> Members { get; } = [.. Names.Select(name => PlainEvents.Members.ToList().IndexOf(name))];

    /// <summary>True if no other bytes mean an equal value: a whole number without extra signs and zeros, or anything that is surely no number.</summary>
    public static bool IsOnlyForm(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.ContainsAnyExcept(NumberLetters))
        {
            return true;
        }

        var digits = value[0] == '-' ? value[1..] : value;
        return digits.Length is > 0 and <= MostDigits && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (digits[0] != '0' || value.Length == 1);
    }

    /// <summary>What a condition looks for.</summary>
    /// <param name="condition">One field compared with a value.</param>
    /// <param name="hash">The hash of field and value.</param>
    /// <param name="field">The field's number.</param>
    /// <returns>False if an index cannot say anything about it.</returns>
    public static bool TryRead(FieldCondition condition, out FieldHash hash, out int field)
    {
        hash = default;
        field = -1;
        if (condition.Comparison != FieldComparison.Equal || condition.Parts.Any(part => part.Contains('.', StringComparison.Ordinal)))
        {
            return false;
        }

        // Bytes that are no sound UTF-8 are read as replacement characters, so that several spellings may equal a text with letters beyond ASCII.
        var name = string.Join('.', condition.Parts);
        field = Names.ToList().IndexOf(name);
        if (field < 0 || !condition.Value.All(char.IsAscii))
        {
            return false;
        }

        var bytes = Encoding.ASCII.GetBytes(condition.Value);
        hash = FieldHash.Of(field, bytes);
        return IsOnlyForm(bytes);
    }
}
