using AuditDashboard.Storage.Reviews;
using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Reviews;

/// <summary>Signs a review when it is closed, and checks it when it is read.</summary>
internal static class ReviewSeal
{
    /// <summary>Signs all of it.</summary>
    public static SealedManifest Sign(ReviewContents contents, SnapshotKey key)
    {
        var bytes = ReviewDocument.Of(contents).ToBytes();
        return new SealedManifest(bytes, key.Sign(bytes));
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

        if (!key.Verify(bytes.Span, signature.Span))
        {
            return "The review was changed after it was signed, or signed with another key.";
        }

        if (!ReviewDocument.TryRead(bytes.Span, out document))
        {
            return "What was signed cannot be read.";
        }

        if (document.Code == review.Code)
        {
            return null;
        }

        document = null;
        return "The review lies in the place of another.";
    }
}
