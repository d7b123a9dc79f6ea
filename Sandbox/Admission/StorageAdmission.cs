using System.Text.Json.Nodes;
using Dodas.Sandbox.Json;
using Dodas.Sandbox.Storage;

namespace Dodas.Sandbox.Admission;

/// <summary>Gives a claim without a storage class the default one, and protects claims and volumes from going while they are used.</summary>
internal sealed class StorageAdmission(IObjectStore store) : IAdmission
{
    /// <inheritdoc/>
    public void Admit(Write write)
    {
        if (!write.IsCreate || write.Kind.Group.Length > 0 || write.Document.Map("spec") is not { } spec)
            return;
        switch (write.Kind.Plural)
        {
            case "persistentvolumeclaims":
                if (spec["storageClassName"] is null && write.Document.At("metadata", "annotations", "volume.beta.kubernetes.io/storage-class") is null && DefaultClass() is { } name)
                    spec["storageClassName"] = name;
                Protect(write.Document, "kubernetes.io/pvc-protection");
                write.Document.Ensure("status")["phase"] = "Pending";
                break;
            case "persistentvolumes":
                Protect(write.Document, "kubernetes.io/pv-protection");
                write.Document.Ensure("status").Default("phase", "Pending");
                break;
        }
    }

    private string? DefaultClass() => store.List(new("storage.k8s.io", "storageclasses"))
        .Where(one => one.Text("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true")
        .OrderByDescending(one => one.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ThenBy(one => one.Text("metadata", "name"), StringComparer.Ordinal)
        .FirstOrDefault().Text("metadata", "name");

    private static void Protect(JsonObject document, string finalizer)
    {
        var metadata = document.Ensure("metadata");
        if (metadata["finalizers"] is not JsonArray finalizers)
            metadata["finalizers"] = finalizers = [];
        if (!finalizers.Any(one => one.Text() == finalizer))
            finalizers.Add(finalizer);
    }
}
