import org.verapdf.cli.VeraPdfCli;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;

// Verapdf runs the command line of veraPDF with its own PDF parser: the jars of
// Maven Central do not choose one.
public class Verapdf {
    public static void main(String[] args) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        VeraPdfCli.main(args);
    }
}
