using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>SM4 (GB/T 32907) with GCM as in RFC 8998, and HMAC with SM3 (GB/T 32905).</summary>
internal sealed class Sm4KeyAlgorithm : KeyAlgorithm
{
    public override string Name => "SM4-GCM+HMAC-SM3";

    public override int KeySize => 16;

    public override void Encrypt(
        byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> cipher, Span<byte> tag, ReadOnlySpan<byte> associated)
    {
        var gcm = New(forEncryption: true, key, nonce, associated);
        Span<byte> sealedBytes = new byte[plain.Length + TagSize];
        var written = gcm.ProcessBytes(plain, sealedBytes);
        gcm.DoFinal(sealedBytes[written..]);
        sealedBytes[..plain.Length].CopyTo(cipher);
        sealedBytes[plain.Length..].CopyTo(tag);
    }

    public override void Decrypt(
        byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag, Span<byte> plain, ReadOnlySpan<byte> associated)
    {
        var gcm = New(forEncryption: false, key, nonce, associated);
        Span<byte> opened = new byte[gcm.GetOutputSize(cipher.Length + TagSize) + TagSize];
        try
        {
            var written = gcm.ProcessBytes(cipher, opened);
            written += gcm.ProcessBytes(tag, opened[written..]);
            gcm.DoFinal(opened[written..]);
        }
        catch (InvalidCipherTextException exception)
        {
            throw new AuthenticationTagMismatchException("The value was altered, or another key belongs to it.", exception);
        }

        opened[..plain.Length].CopyTo(plain);
    }

    public override byte[] Hash(byte[] key, ReadOnlySpan<byte> message)
    {
        var mac = new HMac(new SM3Digest());
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(message);
        var hash = new byte[mac.GetMacSize()];
        mac.DoFinal(hash);
        return hash;
    }

    private static GcmBlockCipher New(bool forEncryption, byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated)
    {
        var gcm = new GcmBlockCipher(new SM4Engine());
        gcm.Init(forEncryption, new AeadParameters(new KeyParameter(key), TagSize * 8, nonce.ToArray(), associated.ToArray()));
        return gcm;
    }
}
