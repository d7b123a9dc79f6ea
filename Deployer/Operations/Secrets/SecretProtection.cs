using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Dodas.Deployer.Operations.Secrets;

/// <summary>Encrypts the secrets that a person entered, with keys that are kept outside the database.</summary>
internal sealed class SecretProtection(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("Dodas.Deployer.EnteredSecrets");

    /// <summary>Encrypts.</summary>
    public byte[] Protect(string secret) => _protector.Protect(Encoding.UTF8.GetBytes(secret));

    /// <summary>Decrypts.</summary>
    /// <exception cref="OperationFailedException">The keys that encrypted it are gone.</exception>
    public string Unprotect(byte[] secret)
    {
        try
        {
            return Encoding.UTF8.GetString(_protector.Unprotect(secret));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            throw new OperationFailedException("A secret that was entered cannot be decrypted: the keys in the portal's key folder have changed. Delete this cluster and create it again.");
        }
    }
}
