using System.Xml;

namespace CCHC.EvidenceFiles.Checks;

/// <summary>XML is taken only with a digital signature in it; whether the signature is good is for its reader to say.</summary>
internal static class SignedXmlCheck
{
    private const string Signature = "http://www.w3.org/2000/09/xmldsig#";

    private static readonly HashSet<string> ShownByBrowsers = new(StringComparer.OrdinalIgnoreCase) { "http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg" };

    public static bool IsSigned(Stream content)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = false, IgnoreWhitespace = true };
        var signed = false;
        try
        {
            using var reader = XmlReader.Create(content, settings);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.ProcessingInstruction && reader.Name == "xml-stylesheet")
                {
                    return false; // a stylesheet can carry scripts
                }

                if (reader.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (ShownByBrowsers.Contains(reader.NamespaceURI))
                {
                    return false;
                }

                signed |= reader.LocalName == "Signature" && reader.NamespaceURI == Signature;
            }
        }
        catch (XmlException)
        {
            return false;
        }

        return signed;
    }
}
