using System.Net;
using System.Text;
using System.Text.Json;

namespace AuditDashboard.Tests.Hardening;

/// <summary>All that was written, shown or stored, by the place where it stands, to be searched for what must be there and for what must not.</summary>
internal sealed class Haystack
{
    private readonly List<(string Place, byte[] Content)> _all = [];

    /// <summary>Adds text of a place.</summary>
    public void Add(string place, string text) => Add(place, Encoding.UTF8.GetBytes(text));

    /// <summary>Adds what a place holds.</summary>
    public void Add(string place, byte[] content) => _all.Add((place, content));

    /// <summary>Adds every file below a folder.</summary>
    /// <returns>Their names.</returns>
    public IReadOnlyList<string> AddFiles(string place, string folder)
    {
        var names = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            file.CopyTo(content);
            Add(place, content.ToArray());
            names.Add(Path.GetFileName(path));
        }

        return names;
    }

    /// <summary>The places that hold a text as it is, or as a URL, a page, JSON or Base64 would write it; each once, in order.</summary>
    public string[] PlacesOf(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        string[] forms =
        [
            text, Uri.EscapeDataString(text), WebUtility.UrlEncode(text), WebUtility.HtmlEncode(text), JsonSerializer.Serialize(text)[1..^1], text.Replace("/", "\\/", StringComparison.Ordinal),
            Convert.ToBase64String(bytes).TrimEnd('='), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes),
        ];
        var needles = forms.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes).ToList();
        return [.. _all.Where(part => needles.Exists(needle => part.Content.AsSpan().IndexOf(needle) >= 0)).Select(part => part.Place).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
