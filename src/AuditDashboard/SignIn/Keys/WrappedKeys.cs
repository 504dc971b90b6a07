using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace AuditDashboard.SignIn.Keys;

/// <summary>The keys of a folder that are wrapped: one that lay there as it is, or was put there since, may have been copied, so cookies made with it open nothing.</summary>
internal sealed class WrappedKeys(IXmlRepository folder) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. folder.GetAllElements().Where(element => !WrappedKey.IsKey(element) || WrappedKey.IsWrapped(element))];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => folder.StoreElement(element, friendlyName);
}
