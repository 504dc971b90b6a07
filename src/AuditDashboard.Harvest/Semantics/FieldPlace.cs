using System.Text.Json;

namespace AuditDashboard.Harvest.Semantics;

/// <summary>Counts the fields of an event as they would be discovered in the order of its text: values, and neither null nor what is empty.</summary>
internal static class FieldPlace
{
    /// <summary>Which field of an event a member of a member is, from 1.</summary>
    /// <param name="message">The event.</param>
    /// <param name="outer">The member at its top.</param>
    /// <param name="inner">The member of that one.</param>
    /// <returns>0 where there is none, or where the text is broken before it.</returns>
    public static int Of(ReadOnlySpan<byte> message, string outer, string inner)
    {
        var place = 0;
        var isInOuter = false;
        var isMeant = false;
        try
        {
            var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = int.MaxValue });
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        isInOuter = reader.CurrentDepth == 1 ? reader.ValueTextEquals(outer) : isInOuter;
                        isMeant = isInOuter && reader.CurrentDepth == 2 && reader.ValueTextEquals(inner);
                        break;
                    case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                        place++;
                        if (isMeant)
                        {
                            return place;
                        }

                        break;
                    default:
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // Cut on its way.
        }

        return 0;
    }
}
