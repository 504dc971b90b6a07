using System.Collections.Concurrent;
using System.Security.Cryptography;
using AuditDashboard.Explore.Running;
using AuditDashboard.SignIn;

namespace AuditDashboard.Explore.Downloads;

/// <summary>
/// The results that open pages offer as files. A file holds what is on the screen: the query is not run again, which would give other rows, and on
/// CloudWatch another bill.
/// </summary>
internal sealed class ResultOffers
{
    private readonly ConcurrentDictionary<string, ResultOffer> _offers = new(StringComparer.Ordinal);

    /// <summary>How many are open.</summary>
    public int Count => _offers.Count;

    /// <summary>Offers a result until the offer is disposed of.</summary>
    /// <param name="result">The result.</param>
    /// <param name="person">Who looks at it: nobody else gets it.</param>
    /// <param name="pageUrl">The page's address over the window that was searched, without host.</param>
    public ResultOffer Add(ExploreResult result, Person person, string pageUrl)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return _offers[key] = new ResultOffer(key, result, person, pageUrl, () => _offers.TryRemove(key, out _));
    }

    /// <summary>The offer of this key for this person; null if there is none, or it is somebody else's, or what the person may see has changed since.</summary>
    public ResultOffer? Find(string key, Person? person) => _offers.TryGetValue(key, out var offer) && offer.Person == person ? offer : null;
}

/// <summary>A result that an open page offers as a file.</summary>
/// <param name="Key">Its name in URLs: 128 random bits, hex.</param>
/// <param name="Result">The result.</param>
/// <param name="Person">Who gets it.</param>
/// <param name="PageUrl">The page's address over the window that was searched.</param>
/// <param name="Close">Takes it back.</param>
internal sealed record ResultOffer(string Key, ExploreResult Result, Person Person, string PageUrl, Action Close) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Close();
}
