using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace AuditDashboard.Kubernetes.Manifests;

/// <summary>Writes values as YAML that any reader of YAML 1.1 or 1.2 reads as the same values.</summary>
/// <remarks>Texts are bare only where no reader can take them for something else; lines of a longer text stay lines, as people know aws-auth.</remarks>
public static partial class ManifestYaml
{
    private static readonly string[] Words = ["y", "yes", "n", "no", "true", "false", "on", "off", "null", "nan", "inf"];

    /// <summary>The value, each line ended by a line feed.</summary>
    public static string Write(ManifestValue value)
    {
        var text = new StringBuilder();
        switch (value)
        {
            case ManifestObject { Members.Count: > 0 } members:
                WriteMembers(members, 0, text, isFirstInline: false);
                break;
            case ManifestList { Items.Count: > 0 } list:
                WriteItems(list, 0, text);
                break;
            default:
                WriteScalar(value, 2, text);
                break;
        }

        return text.ToString();
    }

    private static void WriteMembers(ManifestObject members, int indent, StringBuilder text, bool isFirstInline)
    {
        foreach (var (name, value) in members.Members)
        {
            text.Append(' ', isFirstInline ? 0 : indent).Append(Key(name)).Append(':');
            isFirstInline = false;
            switch (value)
            {
                case ManifestObject { Members.Count: > 0 } inner:
                    text.Append('\n');
                    WriteMembers(inner, indent + 2, text, isFirstInline: false);
                    break;
                case ManifestList { Items.Count: > 0 } list:
                    text.Append('\n');
                    WriteItems(list, indent, text);
                    break;
                default:
                    text.Append(' ');
                    WriteScalar(value, indent + 2, text);
                    break;
            }
        }
    }

    private static void WriteItems(ManifestList list, int indent, StringBuilder text)
    {
        foreach (var item in list.Items)
        {
            text.Append(' ', indent).Append('-').Append(' ');
            switch (item)
            {
                case ManifestObject { Members.Count: > 0 } members:
                    WriteMembers(members, indent + 2, text, isFirstInline: true);
                    break;
                case ManifestList { Items.Count: > 0 } inner:
                    // A list in a list has no short form that reads well; JSON is YAML too.
                    text.Append(ManifestJson.Write(inner)).Append('\n');
                    break;
                default:
                    WriteScalar(item, indent + 2, text);
                    break;
            }
        }
    }

    private static void WriteScalar(ManifestValue value, int indent, StringBuilder text)
    {
        switch (value)
        {
            case ManifestObject:
                text.Append("{}\n");
                break;
            case ManifestList:
                text.Append("[]\n");
                break;
            case ManifestScalar { Kind: ManifestScalarKind.Text, Value: var words } when IsBlock(words):
                text.Append(words.EndsWith('\n') ? "|\n" : "|-\n");
                foreach (var line in words.TrimEnd('\n').Split('\n'))
                {
                    text.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
                }

                break;
            case ManifestScalar { Kind: ManifestScalarKind.Text, Value: var words }:
                text.Append(Plain().IsMatch(words) && !Words.Contains(words.ToLowerInvariant()) ? words : Quoted(words)).Append('\n');
                break;
            default:
                text.Append(value).Append('\n');
                break;
        }
    }

    private static string Key(string name) => Plain().IsMatch(name) && !Words.Contains(name.ToLowerInvariant()) ? name : Quoted(name);

    /// <summary>A text in quotes, ASCII alone: what could hide in a terminal or an editor is written out. JSON's quoted texts are YAML's.</summary>
    private static string Quoted(string text) => "\"" + JavaScriptEncoder.Default.Encode(text).Replace("\\u0027", "'", StringComparison.Ordinal).Replace("\\u002B", "+", StringComparison.Ordinal) + "\"";

    /// <summary>Lines of visible ASCII, without what a block changes: blanks at the start of the first line, at the end of lines, and empty lines at either end.</summary>
    private static bool IsBlock(string text) =>
        text.Contains('\n', StringComparison.Ordinal)
        && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && text[0] is not (' ' or '\n')
        && !text.Contains(" \n", StringComparison.Ordinal) && !text.EndsWith(' ')
        && text.All(c => c is '\n' or (>= ' ' and <= '~'));

    [GeneratedRegex(@"\A[A-Za-z_/](?:[A-Za-z0-9_./@-]*[A-Za-z0-9_])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
