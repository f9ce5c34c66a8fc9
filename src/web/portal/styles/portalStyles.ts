/** The style sheets of the portal, after those of the shared components. Their order is the cascade. */
import '../../ui/styles/uiStyles.ts';
import './frame.css';
import './header.css';
import './navigation.css';
import './signIn.css';
import './footer.css';
import './overview.css';
import './changePlan.css';
import './cancelPlan.css';
import './paymentMethods.css';
import './promotion.css';
import './embed.css';
import './payLink.css';
