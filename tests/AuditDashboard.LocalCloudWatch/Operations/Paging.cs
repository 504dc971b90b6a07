using System.Globalization;
using System.Text;
using AuditDashboard.LocalCloudWatch.Protocol;

namespace AuditDashboard.LocalCloudWatch.Operations;

/// <summary>Pages of lists, with a token that says how many items were given before.</summary>
internal static class Paging
{
    /// <summary>Writes the items of the page that is asked for, each as an object, and the token of the next page if there is one.</summary>
    /// <param name="call">The call.</param>
    /// <param name="max">Most items of a page.</param>
    /// <param name="name">Name of the list.</param>
    /// <param name="all">All items, those of earlier pages too.</param>
    /// <param name="write">Writes the members of an item.</param>
    /// <exception cref="ServiceErrorException">The token is not one of this server.</exception>
    public static void Write<T>(Call call, int max, string name, IReadOnlyList<T> all, Action<T> write)
    {
        var given = Given(call.Request.Text("nextToken", 1));
        call.Answer.WriteStartArray(name);
        foreach (var item in all.Skip(given).Take(max))
        {
            call.Answer.WriteStartObject();
            write(item);
            call.Answer.WriteEndObject();
            call.Entry.Rows++;
        }

        call.Answer.WriteEndArray();
        if (given + max < all.Count)
        {
            call.Answer.WriteString(
                "nextToken", Convert.ToBase64String(Encoding.UTF8.GetBytes((given + max).ToString(CultureInfo.InvariantCulture))));
        }
    }

    private static int Given(string? token)
    {
        if (token is null)
        {
            return 0;
        }

        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var count)
            && int.TryParse(Encoding.UTF8.GetString(bytes, 0, count), CultureInfo.InvariantCulture, out var given)
                ? given
                : throw ServiceErrorException.Parameter("The specified nextToken is invalid.");
    }
}
