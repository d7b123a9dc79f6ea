using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;

namespace Dodas.Sandbox.Hosting;

/// <summary>
/// What clients know the sandbox by: its certificate authority, its own certificate, and the owner's token. kubectl and helm send no token over
/// plain http, so the sandbox speaks TLS. A data file keeps the identity, so that a kubeconfig outlives a restart.
/// </summary>
/// <param name="AuthorityPem">The certificate that clients trust.</param>
/// <param name="CertificatePem">The server's certificate.</param>
/// <param name="KeyPem">Its private key.</param>
/// <param name="Token">The owner's bearer token.</param>
internal sealed record SandboxIdentity(string AuthorityPem, string CertificatePem, string KeyPem, string Token)
{
    /// <summary>Takes the identity from a data file, or makes one and keeps it there.</summary>
    /// <param name="file">The data file, or null to keep nothing.</param>
    /// <param name="now">The time from which a new certificate holds.</param>
    /// <exception cref="IOException">The file cannot be used.</exception>
    public static SandboxIdentity LoadOrCreate(string? file, DateTimeOffset now)
    {
        if (file is null)
            return Create(now);
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE IF NOT EXISTS identity(authority TEXT, certificate TEXT, key TEXT, token TEXT, until INTEGER)";
            command.ExecuteNonQuery();
            command.CommandText = "SELECT authority, certificate, key, token FROM identity WHERE until > $now";
            command.Parameters.AddWithValue("$now", now.AddDays(1).ToUnixTimeSeconds());
            using (var reader = command.ExecuteReader())
            {
                if (reader.Read())
                    return new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
            }

            var made = Create(now);
            command.CommandText = "DELETE FROM identity; INSERT INTO identity VALUES($authority, $certificate, $key, $token, $until)";
            command.Parameters.AddWithValue("$authority", made.AuthorityPem);
            command.Parameters.AddWithValue("$certificate", made.CertificatePem);
            command.Parameters.AddWithValue("$key", made.KeyPem);
            command.Parameters.AddWithValue("$token", made.Token);
            command.Parameters.AddWithValue("$until", Until(now).ToUnixTimeSeconds());
            command.ExecuteNonQuery();
            return made;
        }
        catch (SqliteException e)
        {
            throw new IOException($"The sandbox cannot use the data file {file}: {e.Message} Another process may have it open, or it is not a file of the sandbox.", e);
        }
    }

    /// <summary>The certificate with its key, for the server.</summary>
    public X509Certificate2 Certificate()
    {
        using var certificate = X509Certificate2.CreateFromPem(CertificatePem, KeyPem);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static SandboxIdentity Create(DateTimeOffset now)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=sandbox-ca", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false));
        using var authority = authorityRequest.CreateSelfSigned(now.AddMinutes(-5), Until(now));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sandbox", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using var certificate = request.Create(authority, now.AddMinutes(-5), Until(now), RandomNumberGenerator.GetBytes(12));
        return new(authority.ExportCertificatePem(), certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
    }

    private static DateTimeOffset Until(DateTimeOffset now) => now.AddYears(5);
}
