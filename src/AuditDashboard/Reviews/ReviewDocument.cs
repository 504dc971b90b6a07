using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.Storage.Reviews;

namespace AuditDashboard.Reviews;

/// <summary>
/// All of a review but the records: what its page shows, the API answers and the evidence packet holds. When a review is closed, these bytes are signed
/// and stored, and from then on the review is read from them alone.
/// </summary>
public sealed record ReviewDocument
{
    /// <summary>The <see cref="Format"/> that is written.</summary>
    public const string FormatOfToday = "auditdashboard-review-2";

    /// <summary>The first one: the same, but signed without a purpose, see <see cref="ReviewSeal"/>.</summary>
    public const string FirstFormat = "auditdashboard-review-1";

    /// <summary>How to read this.</summary>
    public required string Format { get; init; }

    /// <summary>What stands in its address.</summary>
    public required string Code { get; init; }

    /// <summary>What people call it; data, never markup.</summary>
    public required string Title { get; init; }

    /// <summary>What it is for; may be empty.</summary>
    public required string Note { get; init; }

    /// <summary>How many people must agree on a change.</summary>
    public required int Reviewers { get; init; }

    /// <summary>Who opened it.</summary>
    public required ReviewPerson OpenedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Who closed it; null while it is open.</summary>
    public required ReviewPerson? ClosedBy { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What it is about.</summary>
    public required ReviewAbout About { get; init; }

    /// <summary>How many changes are where.</summary>
    public required ReviewCounts Counts { get; init; }

    /// <summary>What the records are.</summary>
    public required string Records { get; init; }

    /// <summary>The changes, newest first.</summary>
    public required IReadOnlyList<ReviewDocumentItem> Items { get; init; }

    /// <summary>True until it is closed.</summary>
    [JsonIgnore]
    public bool IsOpen => ClosedAt is null;

    /// <summary>Its bytes, the same for the same review.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ReviewJson.Default.ReviewDocument);

    /// <summary>Reads bytes; false for any that are no review.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ReviewDocument? document)
    {
        try
        {
            document = JsonSerializer.Deserialize(bytes, ReviewJson.Default.ReviewDocument);
            return document is { Format: FormatOfToday or FirstFormat };
        }
        catch (JsonException)
        {
            document = null;
            return false;
        }
    }

    /// <summary>Writes down a review as the database has it.</summary>
    public static ReviewDocument Of(ReviewContents contents)
    {
        var review = contents.Review;
        var marks = contents.Marks.ToLookup(mark => mark.ItemId);
        var standings = ReviewStanding.OfAll(contents);
        return new ReviewDocument
        {
            Format = FormatOfToday,
            Code = review.Code,
            Title = review.Title,
            Note = review.Note,
            Reviewers = review.Reviewers,
            OpenedBy = ReviewPerson.Of(review.OpenedBy),
            OpenedAt = review.OpenedAt,
            ClosedBy = review.ClosedBy is { } closer ? ReviewPerson.Of(closer) : null,
            ClosedAt = review.ClosedAt,
            About = ReviewAbout.Read(review.About.Span),
            Counts = ReviewCounts.Of(standings.Values),
            Records = Exports.ExportAbout.Redacted,
            Items =
            [
                .. contents.Items.Select(item => new ReviewDocumentItem(
                    item.Id,
                    ReviewWords.KeyOf(standings[item.Id].State),
                    standings[item.Id].Decision is { } decision ? ReviewWords.KeyOf(decision) : null,
                    JsonSerializer.Deserialize(item.Header.Span, SnapshotJson.Default.SnapshotEvent) ?? throw new JsonException("A change of the review is missing."),
                    item.RecordHash,
                    ReviewPerson.Of(item.AddedBy),
                    item.AddedAt,
                    [.. marks[item.Id].Select(mark => new ReviewDocumentMark(mark.Decision is { } made ? ReviewWords.KeyOf(made) : null, mark.Ticket, mark.Comment, ReviewPerson.Of(mark.By), mark.At))])),
            ],
        };
    }
}

/// <summary>Somebody who took part.</summary>
/// <param name="Name">The name.</param>
/// <param name="Verified">False where the name was typed, since nobody signs in.</param>
public sealed record ReviewPerson(string Name, bool Verified)
{
    /// <summary>Out of the database.</summary>
    public static ReviewPerson Of(Reviewer reviewer) => new(reviewer.Name, reviewer.IsVerified);
}

/// <summary>How many changes are where. Those that are settled are counted by what was decided; all of them add up to <paramref name="Changes"/>.</summary>
public sealed record ReviewCounts(int Changes, int Open, int Disputed, int Expected, int ExpectedWithTicket, int ToBeUndone, int Unauthorised)
{
    /// <summary>Not settled: open or disputed.</summary>
    [JsonIgnore]
    public int Unsettled => Open + Disputed;

    /// <summary>Counts.</summary>
    public static ReviewCounts Of(IEnumerable<ReviewStanding> standings)
    {
        var all = standings.ToList();
        return new ReviewCounts(
            all.Count, all.Count(one => one.State == ReviewState.Open), all.Count(one => one.State == ReviewState.Disputed),
            Settled(ReviewDecision.Expected), Settled(ReviewDecision.ExpectedWithTicket), Settled(ReviewDecision.ToBeUndone), Settled(ReviewDecision.Unauthorised));

        int Settled(ReviewDecision decision) => all.Count(one => one.Decision == decision);
    }
}

/// <summary>A change under review.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State">open, disputed or settled.</param>
/// <param name="Decision">What was decided; null unless it is settled.</param>
/// <param name="Event">What lists show of it.</param>
/// <param name="RecordSha256">SHA-256 of its stored, redacted record, hex.</param>
/// <param name="AddedBy">Who took it into the review.</param>
/// <param name="AddedAt">When.</param>
/// <param name="Marks">All that was said of it, oldest first.</param>
public sealed record ReviewDocumentItem(
    long Id, string State, string? Decision, SnapshotEvent Event, string RecordSha256, ReviewPerson AddedBy, DateTimeOffset AddedAt, IReadOnlyList<ReviewDocumentMark> Marks);

/// <summary>What one reviewer said, once.</summary>
/// <param name="Decision">expected, expectedWithTicket, toBeUndone or unauthorised; null for a comment alone.</param>
/// <param name="Ticket">The ticket; empty for none.</param>
/// <param name="Comment">What they wrote; may be empty.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record ReviewDocumentMark(string? Decision, string Ticket, string Comment, ReviewPerson By, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReviewAbout))]
[JsonSerializable(typeof(ReviewDocument))]
internal sealed partial class ReviewJson : JsonSerializerContext;
