using System.Text.Json;

namespace AuditDashboard.Harvest.Input;

/// <summary>Finds where a JSON value that goes on over several lines ends.</summary>
internal static class JsonDocumentExtent
{
    /// <summary>Carriers are shallow; lines of nothing but brackets must not be taken for one.</summary>
    private const int MaxDepth = 1000;

    /// <summary>Looks for the end of the value at the beginning of the text.</summary>
    /// <param name="text">Begins with a value.</param>
    /// <param name="length">Bytes up to the end of the value, or bytes that were looked at.</param>
    /// <returns><see cref="JsonExtent.Complete"/> if it ends here, <see cref="JsonExtent.Unfinished"/> if the text ends first.</returns>
    public static JsonExtent Find(ReadOnlySpan<byte> text, out int length)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = MaxDepth }));
        try
        {
            if (reader.Read() && reader.TrySkip())
            {
                length = (int)reader.BytesConsumed;
                return JsonExtent.Complete;
            }

            length = text.Length;
            return JsonExtent.Unfinished;
        }
        catch (JsonException)
        {
            length = (int)reader.BytesConsumed;
            return JsonExtent.Invalid;
        }
    }
}
