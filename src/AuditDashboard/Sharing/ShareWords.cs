using AuditDashboard.Storage.Sharing;

namespace AuditDashboard.Sharing;

/// <summary>What is shared, in words.</summary>
internal static class ShareWords
{
    /// <summary>A short link in the tool's own audit. Its title is what somebody wrote: data.</summary>
    public static string Of(ShortLink link) => $"the short link {link.Code} \"{link.Title}\" of {link.Owner}: {link.Target}";
}
