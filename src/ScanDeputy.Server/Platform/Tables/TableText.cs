using System.Text;

namespace ScanDeputy.Server.Platform.Tables;

/// <summary>The text of a file from an office: UTF-8 with or without a byte order mark, UTF-16 with one, or GB18030, in which Chinese Windows saves CSV.</summary>
internal static class TableText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <exception cref="TableException"><c>not_text</c>: none of them.</exception>
    public static string Decode(byte[] bytes)
    {
        try
        {
            return bytes switch
            {
                [0xEF, 0xBB, 0xBF, ..] => Utf8.GetString(bytes.AsSpan(3)),
                [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes.AsSpan(2)),
                [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes.AsSpan(2)),
                _ => Unmarked(bytes),
            };
        }
        catch (DecoderFallbackException)
        {
            throw new TableException("not_text");
        }
    }

    /// <summary>Chinese text in GB18030 is hardly ever valid UTF-8, so that what is valid is UTF-8.</summary>
    private static string Unmarked(byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Gb18030.GetString(bytes);
        }
    }
}
