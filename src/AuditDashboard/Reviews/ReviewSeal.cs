using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Reviews;

/// <summary>
/// Signs a review when it is closed, and checks it when it is read. Since format 2 a purpose stands before what is signed; why those of format 1 are
/// not taken for anything else either, <see cref="AuditDashboard.Packets.PacketSeal"/> says.
/// </summary>
internal static class ReviewSeal
{
    private static ReadOnlySpan<byte> Purpose => "AuditDashboard closed review\n"u8;

    /// <summary>The bytes that the signature of a closed review covers.</summary>
    /// <param name="review">The review's bytes.</param>
    /// <param name="format">The format that it names; null where it cannot be read.</param>
    public static byte[] Signed(ReadOnlySpan<byte> review, string? format) => format == ReviewDocument.FirstFormat ? review.ToArray() : [.. Purpose, .. review];

    /// <summary>Signs all of it.</summary>
    public static SealedManifest Sign(ReviewContents contents, SnapshotKey key)
    {
        var bytes = ReviewDocument.Of(contents).ToBytes();
        return new SealedManifest(bytes, key.Sign(Signed(bytes, ReviewDocument.FormatOfToday)));
    }

    /// <summary>Reads a closed review from what was signed, and from nothing else.</summary>
    /// <param name="review">A closed review.</param>
    /// <param name="key">The installation's key.</param>
    /// <param name="document">The review; null if it does not hold.</param>
    /// <returns>What does not hold, as a sentence; null if all does.</returns>
    public static string? Read(Review review, SnapshotKey key, out ReviewDocument? document)
    {
        document = null;
        if (review is not { Sealed: { } bytes, Signature: { } signature })
        {
            return "What was signed when the review was closed is gone.";
        }

        // Which rule it was signed by, it says itself: a review of one rule does not hold by the other.
        var isRead = ReviewDocument.TryRead(bytes.Span, out var read);
        if (!key.Verify(Signed(bytes.Span, isRead ? read?.Format : null), signature.Span))
        {
            return "The review was changed after it was signed, or signed with another key.";
        }

        if (!isRead || read is null)
        {
            return "What was signed cannot be read.";
        }

        if (read.Code != review.Code)
        {
            return "The review lies in the place of another.";
        }

        document = read;
        return null;
    }
}
