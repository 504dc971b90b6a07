using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace AuditDashboard.Shared.Diffs;

/// <summary>What became of a line.</summary>
public enum DiffLineKind
{
    /// <summary>It is as it was.</summary>
    Same,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>A run of lines that stayed, folded.</summary>
    Folded,
}

/// <summary>A line of a difference.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Number">Its number in the text that holds it, from 1; of a fold the first.</param>
/// <param name="Text">The line; of a fold empty.</param>
/// <param name="Count">Lines that a fold stands for; otherwise 1.</param>
public sealed record DiffLine(DiffLineKind Kind, int Number, string Text, int Count = 1);

/// <summary>The difference of two texts by lines.</summary>
/// <param name="Key">What the text is called, such as a key of a ConfigMap.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Note">Said in place of lines where there is no difference to draw; null otherwise.</param>
public sealed record TextDiff(string Key, IReadOnlyList<DiffLine> Lines, string? Note)
{
    /// <summary>Unchanged lines kept around a change.</summary>
    public const int Context = 3;

    /// <summary>Most lines of both texts together that are compared: comparing takes time with the square of what differs.</summary>
    public const int MaxLines = 6_000;

    /// <summary>Compares two texts.</summary>
    /// <param name="key">What the text is called.</param>
    /// <param name="before">The text before; null if the key was absent.</param>
    /// <param name="after">The text after; null if the key is absent.</param>
    public static TextDiff Between(string key, string? before, string? after)
    {
        if (before == after)
        {
            return new TextDiff(key, [], after is null ? "absent before and after" : "unchanged");
        }

        var old = before ?? "";
        var now = after ?? "";
        if (old.Count(c => c == '\n') + now.Count(c => c == '\n') > MaxLines)
        {
            return new TextDiff(key, [], "The texts are too long to be compared here; the records hold them.");
        }

        var model = InlineDiffBuilder.Diff(old, now, ignoreWhiteSpace: false, ignoreCase: false);
        return new TextDiff(key, Fold(Numbered(model.Lines)), before is null ? "the key is new" : after is null ? "the key is gone" : null);
    }

    /// <summary>The lines of a text that is not compared with anything.</summary>
    public static TextDiff Plain(string key, string? text) => text is null
        ? new TextDiff(key, [], "absent")
        : new TextDiff(key, [.. text.Split('\n').Take(MaxLines).Select((line, i) => new DiffLine(DiffLineKind.Same, i + 1, line))], null);

    private static IEnumerable<DiffLine> Numbered(IEnumerable<DiffPiece> pieces)
    {
        int oldNumber = 0, newNumber = 0;
        foreach (var piece in pieces)
        {
            switch (piece.Type)
            {
                case ChangeType.Deleted:
                    yield return new DiffLine(DiffLineKind.Removed, ++oldNumber, piece.Text ?? "");
                    break;
                case ChangeType.Inserted:
                    yield return new DiffLine(DiffLineKind.Added, ++newNumber, piece.Text ?? "");
                    break;
                default:
                    oldNumber++;
                    yield return new DiffLine(DiffLineKind.Same, ++newNumber, piece.Text ?? "");
                    break;
            }
        }
    }

    private static List<DiffLine> Fold(IEnumerable<DiffLine> lines)
    {
        var all = lines.ToList();
        var folded = new List<DiffLine>();
        for (var i = 0; i < all.Count;)
        {
            if (all[i].Kind != DiffLineKind.Same)
            {
                folded.Add(all[i++]);
                continue;
            }

            var end = i;
            while (end < all.Count && all[end].Kind == DiffLineKind.Same)
            {
                end++;
            }

            var keepBefore = i == 0 ? 0 : Context;
            var keepAfter = end == all.Count ? 0 : Context;
            if (end - i <= keepBefore + keepAfter + 1)
            {
                folded.AddRange(all[i..end]);
            }
            else
            {
                folded.AddRange(all[i..(i + keepBefore)]);
                folded.Add(new DiffLine(DiffLineKind.Folded, all[i + keepBefore].Number, "", end - i - keepBefore - keepAfter));
                folded.AddRange(all[(end - keepAfter)..end]);
            }

            i = end;
        }

        return folded;
    }
}
